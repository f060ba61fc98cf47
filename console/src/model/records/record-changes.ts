import { text } from '../../text/text.ts'
import type { Json } from '../call.ts'
import { counted } from '../plural.ts'
import { count } from '../units.ts'
import type { RecordField, StoredRecord } from './records.ts'

/** Values of a form by name of the field. */
export type Edited = Readonly<Record<string, string | boolean>>

/** What a form shows of a record. */
export const editedOf = (record: StoredRecord, fields: readonly RecordField[]): Edited =>
  Object.fromEntries(
    fields.map(({ name, type }) => {
      const value = record.fields[name]
      return [name, type === 'boolean' ? value === true : value === null || value === undefined ? '' : String(value)]
    }),
  )

export interface FieldChange {
  name: string
  was: Json
  becomes: Json
}

/** What a form changes of a record; an empty text is none. */
export function changesOf(record: StoredRecord, fields: readonly RecordField[], edited: Edited): FieldChange[] {
  const before = editedOf(record, fields)
  return fields
    .filter(({ name }) => edited[name] !== before[name])
    .map(({ name }) => ({
      name,
      was: record.fields[name] ?? null,
      becomes: edited[name] === '' ? null : (edited[name] ?? null),
    }))
}

/** Kinds of records with how many: "1 call, 4 sessions, 2,311 events". */
export function deletedText(deleted: readonly { kind: string; count: number }[]): string {
  const nouns: Record<string, { one: string; other: string } | undefined> = text.records.nouns
  return deleted
    .map(({ kind, count: many }) => {
      const noun = nouns[kind]
      return noun ? counted(many, noun) : `${count(many)}\u00a0${kind}`
    })
    .join(', ')
}
