import { DomainError, invalid, missing } from '../../domain/values/errors.ts'
import { requireStorable } from '../../domain/values/text-limits.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import { listAuditRows, type ReadAuditEntry } from '../../storage/access/audit-log.ts'
import type { InstantBounds } from '../../storage/queries/conditions.ts'
import type { CallerContext } from '../access/caller-context.ts'
import { ownOrganization } from '../access/own.ts'
import { auditRules } from '../access/rules.ts'
import type { List } from '../query/lists.ts'

/** Which entries are wanted; empty: no such condition. */
export interface WantedAuditEntries {
  organizationId: string
  userId: string
  action: string
  subjectId: string
  created: InstantBounds
}

/**
 * Changes in an organization or, for superusers, on the whole server.
 * @throws DomainError missing_parameters, invalid_parameters, organization_not_found, permission_denied
 */
export async function auditEntryList(
  context: CallerContext,
  { organizationId, userId, action, subjectId, created }: WantedAuditEntries,
): Promise<List<ReadAuditEntry>> {
  requireStorable('action', action)
  const filter = {
    organizationId: await auditedOrganization(context, organizationId),
    userId: idOf('user_id', userId),
    action: action || undefined,
    subjectId: idOf('subject_id', subjectId),
    created,
  }
  return {
    name: `audit entries ${JSON.stringify(filter)}`,
    read: pageQuery => listAuditRows(context.services.em(), filter, pageQuery),
  }
}

/** A superuser also sees what was done to organizations that are not in use any more. */
async function auditedOrganization(context: CallerContext, id: string): Promise<string | undefined> {
  if (id === '' && context.caller.isSuperuser) return undefined
  if (id === '') throw missing('organization_id')
  if (!context.caller.isSuperuser) return (await ownOrganization(context, id, auditRules.listAuditEntries)).id
  const uuid = parseUuid(id)
  if (!uuid) throw new DomainError('organization_not_found')
  return uuid
}

function idOf(field: string, id: string): string | undefined {
  if (id === '') return undefined
  const uuid = parseUuid(id)
  if (!uuid) throw invalid(`${field} must be a UUID`, { field })
  return uuid
}
