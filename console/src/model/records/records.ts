import type { Json } from '../call.ts'

export type FieldType = 'uuid' | 'text' | 'number' | 'boolean' | 'time' | 'json'

/** A field of all records of a kind. */
export interface RecordField {
  name: string
  type: FieldType
  isFilterable: boolean
  isEditable: boolean
  /** Characters; undefined: no limit. */
  maxLength: number | undefined
  /** Kind of what it points to; undefined: it is no link. */
  linkedKind: string | undefined
}

export interface RecordKind {
  name: string
  /** Undefined: the database has not counted yet. */
  rowEstimate: number | undefined
  fields: RecordField[]
  isDeletable: boolean
}

/** One stored thing. */
export interface StoredRecord {
  kind: string
  id: string
  fields: Readonly<Record<string, Json>>
  /** ms since the epoch. */
  createdAt: number | undefined
}

/** Records that point to another by one of their fields. */
export interface References {
  kind: string
  field: string
  /** Counted up to 10,000. */
  count: number
}

export const MAX_REFERENCES = 10_000

/** Fields that a table shows: JSON is for the page of the record. */
export const tableFields = ({ fields }: RecordKind): RecordField[] => fields.filter(({ type }) => type !== 'json')

/** A record as JSON for people, in the order of the fields of its kind. */
export function recordJson({ id, createdAt, fields }: StoredRecord, kind: RecordKind): string {
  const created = createdAt === undefined ? {} : { created_at: new Date(createdAt).toISOString() }
  const ordered = Object.fromEntries(kind.fields.map(({ name }) => [name, fields[name] ?? null]))
  return JSON.stringify({ id, ...created, ...ordered }, null, 2)
}
