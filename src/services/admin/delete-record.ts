import { setTimeout as delay } from 'node:timers/promises'
import type { EntityManager } from '@mikro-orm/postgresql'
import { invalid } from '../../domain/values/errors.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { organizationOf, type StoredRecord } from '../../storage/records/read-records.ts'
import { isDeletable, type RecordKind } from '../../storage/records/record-kinds.ts'
import {
  countParts,
  type DeletedPart,
  deleteEvents,
  deleteParts,
  sessionIdsOf,
} from '../../storage/tables/deleted-calls.ts'
import { deleteIssue } from '../../storage/tables/issues.ts'
import { audit } from '../access/audit.ts'
import type { CallerContext } from '../access/caller-context.ts'
import { lockConference } from '../lifecycle/locked-call.ts'
import { UNDER_WAY_MS } from '../privacy/under-way.ts'
import { recordKind, requireRecord } from './records.ts'

/**
 * Deletes a record with all that belongs to it, or says what that would be.
 * @throws DomainError record_not_found, missing_parameters, invalid_parameters
 */
export async function deleteRecord(
  context: CallerContext,
  { kindName, id, dryRun }: { kindName: string; id: string; dryRun: boolean },
): Promise<DeletedPart[]> {
  const kind = recordKind(kindName)
  if (!isDeletable(kind)) throw invalid(`A ${kind.name} cannot be deleted here`, { field: 'kind' })
  const em = context.services.em()
  const record = await requireRecord(em, kind, id)
  const parts: DeletedPart[] = kind.name === 'issue' ? [{ kind: 'issue', count: 1 }] : await countParts(em, [record.id])
  if (!dryRun) await carryOut(context, kind, record, parts)
  return parts
}

async function carryOut(
  context: CallerContext,
  kind: RecordKind,
  record: StoredRecord,
  parts: DeletedPart[],
): Promise<void> {
  const { services } = context
  await inTransaction(services.em(), async em => {
    const organizationId = await organizationOf(em, kind, record)
    if (kind.name === 'issue') await deleteIssue(em, record.id)
    else await deleteCall(context, em, record.id)
    const counts = Object.fromEntries(parts.map(part => [part.kind, part.count]))
    audit(em, context, {
      action: 'delete_record',
      subjectId: record.id,
      organizationId,
      data: { kind: kind.name, deleted: counts },
    })
  })
  if (kind.name !== 'conference' || record.fields['ongoing'] !== true) return
  // Reports that were being taken when the servers forgot the sessions go, too.
  await delay(UNDER_WAY_MS)
  await inTransaction(services.em(), em => deleteEvents(em, [record.id]))
}

async function deleteCall({ services }: CallerContext, em: EntityManager, id: string): Promise<void> {
  await lockConference(em, id)
  await services.changes.announceDeletedSessions(em, await sessionIdsOf(em, id))
  await deleteParts(em, [id])
}
