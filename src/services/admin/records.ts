import type { EntityManager } from '@mikro-orm/postgresql'
import { DomainError, invalid, missing } from '../../domain/values/errors.ts'
import { requireStorable } from '../../domain/values/text-limits.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import { readEvents } from '../../storage/events/read-events.ts'
import {
  countReferences,
  estimateRecords,
  findRecord,
  listRecords,
  type RecordReferences,
  type StoredRecord,
} from '../../storage/records/read-records.ts'
import { type RecordKind, recordKinds } from '../../storage/records/record-kinds.ts'
import type { CallerContext } from '../access/caller-context.ts'
import type { List } from '../query/lists.ts'

/** Every kind of records, with an estimate of how many there are. */
export async function listRecordKinds({ services }: CallerContext): Promise<{ kind: RecordKind; estimate: number }[]> {
  const estimates = await estimateRecords(services.em())
  return recordKinds.map(kind => ({ kind, estimate: estimates.get(kind.name) ?? 0 }))
}

/** @throws DomainError missing_parameters, invalid_parameters */
export function recordKind(name: string): RecordKind {
  if (name === '') throw missing('kind')
  const kind = recordKinds.find(each => each.name === name)
  if (!kind) throw invalid(`kind must be one of ${recordKinds.map(each => each.name).join(', ')}`, { field: 'kind' })
  return kind
}

/**
 * Records of a kind, by id.
 * @param filters values by name of the field
 * @throws DomainError missing_parameters, invalid_parameters
 */
export function recordList(
  { services }: CallerContext,
  kindName: string,
  filters: Readonly<Record<string, string>>,
): List<StoredRecord> {
  const kind = recordKind(kindName)
  for (const [name, value] of Object.entries(filters)) checkFilter(kind, name, value)
  if (kind.within && !filters[kind.within]) throw missing(`filters.${kind.within}`)
  const sorted = Object.fromEntries(Object.entries(filters).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return {
    name: `records ${kind.name} ${JSON.stringify(sorted)}`,
    read: pageQuery => listRecords(services.em(), kind, sorted, pageQuery),
  }
}

function checkFilter(kind: RecordKind, name: string, value: string): void {
  const field = kind.fields.find(each => each.name === name && each.filterable)
  const path = `filters.${name}`
  if (!field) throw invalid(`${kind.name} has no filter of this name`, { field: 'filters' })
  if (field.type === 'uuid' && !parseUuid(value)) throw invalid(`${path} must be a UUID`, { field: path })
  requireStorable(path, value)
}

/** @throws DomainError record_not_found, missing_parameters, invalid_parameters */
export async function getRecord(
  { services }: CallerContext,
  { kindName, id, conferenceId }: { kindName: string; id: string; conferenceId: string },
): Promise<{ record: StoredRecord; references: RecordReferences[] }> {
  const kind = recordKind(kindName)
  if (kind.within && conferenceId === '') throw missing(kind.within)
  const em = services.em()
  const record = await requireRecord(em, kind, id, { within: parseUuid(conferenceId) })
  const references = await countReferences(em, kind, record.id)
  return { record: kind.name === 'event' ? await withReport(em, record) : record, references }
}

/** @throws DomainError record_not_found */
export async function requireRecord(
  em: EntityManager,
  kind: RecordKind,
  id: string,
  options: { within?: string | undefined; locked?: boolean } = {},
): Promise<StoredRecord> {
  const uuid = parseUuid(id)
  const record = uuid ? await findRecord(em, kind, uuid, options) : undefined
  if (!record) throw new DomainError('record_not_found', `There is no ${kind.name} with this id`)
  return record
}

/** A stats report is stored packed. */
async function withReport(em: EntityManager, record: StoredRecord): Promise<StoredRecord> {
  if (record.fields['report_bytes'] === null) return record
  const [event] = await readEvents(em, String(record.fields['conference_id']), [record.id])
  return { ...record, fields: { ...record.fields, data: event?.report ?? null } }
}
