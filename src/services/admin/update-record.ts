import { invalid, missing } from '../../domain/values/errors.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import { requireLength, requireStorable } from '../../domain/values/text-limits.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { changeRecord, organizationOf, type StoredRecord } from '../../storage/records/read-records.ts'
import type { RecordField, RecordKind } from '../../storage/records/record-kinds.ts'
import { audit } from '../access/audit.ts'
import type { CallerContext } from '../access/caller-context.ts'
import { recordKind, requireRecord } from './records.ts'

/**
 * Changes editable fields of a record.
 * @throws DomainError record_not_found, missing_parameters, invalid_parameters
 */
export async function updateRecord(
  context: CallerContext,
  { kindName, id, fields }: { kindName: string; id: string; fields: JsonObject },
): Promise<StoredRecord> {
  const kind = recordKind(kindName)
  if (Object.keys(fields).length === 0) throw missing('fields')
  for (const [name, value] of Object.entries(fields)) checkValue(editableField(kind, name), value)
  return await inTransaction(context.services.em(), async em => {
    const record = await requireRecord(em, kind, id, { locked: true })
    const changed = Object.entries(fields).filter(([name, value]) => record.fields[name] !== value)
    if (changed.length === 0) return record
    await changeRecord(em, kind, record.id, Object.fromEntries(changed))
    const changes = changed.map(([name, to]) => [name, { from: record.fields[name] ?? null, to }])
    audit(em, context, {
      action: 'update_record',
      subjectId: record.id,
      organizationId: await organizationOf(em, kind, record),
      data: { kind: kind.name, changes: Object.fromEntries(changes) },
    })
    return await requireRecord(em, kind, record.id)
  })
}

function editableField(kind: RecordKind, name: string): RecordField {
  const field = kind.fields.find(each => each.name === name && each.editable)
  if (field) return field
  const editable = kind.fields.filter(each => each.editable).map(each => each.name)
  const known = editable.length === 0 ? 'none is' : `these are: ${editable.join(', ')}`
  throw invalid(`The field is not editable in a ${kind.name}; ${known}`, { field: 'fields' })
}

function checkValue({ name, type, editable }: RecordField, value: JsonValue): void {
  const path = `fields.${name}`
  if (type === 'boolean') {
    if (typeof value !== 'boolean') throw invalid(`${path} must be true or false`, { field: path })
    return
  }
  if (value === null && editable?.nullable) return
  if (typeof value !== 'string') throw invalid(`${path} must be a text`, { field: path })
  if (editable?.maxLength) requireLength(path, value, editable.maxLength)
  requireStorable(path, value)
  if (value.trim() === '') throw invalid(`${path} must not be empty`, { field: path })
}
