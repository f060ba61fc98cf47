import type { EntityManager } from '@mikro-orm/postgresql'
import { AuditEntry } from '../entities/audit-entry.ts'
import { Conditions, type InstantBounds } from '../queries/conditions.ts'
import { type Listed, listRows } from '../queries/list-rows.ts'
import type { PageQuery } from '../queries/page-query.ts'
import { accountReader } from './account-lists.ts'

/** Which entries of the audit log are wanted; undefined: no such condition. */
export interface AuditFilter {
  organizationId: string | undefined
  userId: string | undefined
  action: string | undefined
  subjectId: string | undefined
  created: InstantBounds
}

/** An entry of the audit log, with the present e-mail address of who made the change. */
export interface ReadAuditEntry {
  entry: AuditEntry
  email: string | null
}

export async function listAuditRows(
  em: EntityManager,
  { organizationId, userId, action, subjectId, created }: AuditFilter,
  pageQuery: PageQuery,
): Promise<Listed<ReadAuditEntry>[]> {
  const where = new Conditions()
    .equal({ organization_id: organizationId, user_id: userId, action, subject_id: subjectId })
    .within('created_at', created)
  const rows = await listRows<AuditEntry, { email: string | null }>(
    accountReader(em),
    {
      entity: AuditEntry,
      table: 'audit_entry',
      more: '(select email from user_account where user_account.id = page.user_id) as email',
    },
    { where },
    pageQuery,
  )
  return rows.map(({ value: { entity, row }, cursor }) => ({ value: { entry: entity, email: row.email }, cursor }))
}
