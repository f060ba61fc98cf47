import { DomainError } from '../../domain/values/errors.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import { App } from '../../storage/entities/app.ts'
import { Organization } from '../../storage/entities/organization.ts'
import { hasRole, type Role } from './caller.ts'
import type { CallerContext } from './caller-context.ts'

/*
 * Finds the row that a caller wants to change among those it may see, and checks its role there: the only way from an
 * operation to a row.
 */

/** The rule of an operation on one organization. */
interface OrganizationRule {
  role: Role
}

/** @throws DomainError organization_not_found, permission_denied when the caller has a lesser role there */
export async function ownOrganization(
  context: CallerContext,
  id: string | undefined,
  rule: OrganizationRule,
): Promise<Organization> {
  const uuid = parseUuid(id)
  const [found] = uuid
    ? await context.reader.entities(Organization, 'select * from organization where id = $1', [uuid])
    : []
  if (!found) throw new DomainError('organization_not_found')
  requireRole(context, found.id, rule)
  return found
}

/** @throws DomainError app_not_found, permission_denied when the caller has a lesser role in its organization */
export async function ownApp(context: CallerContext, id: string | undefined, rule: OrganizationRule): Promise<App> {
  const uuid = parseUuid(id)
  const [found] = uuid ? await context.reader.entities(App, 'select * from app where id = $1', [uuid]) : []
  if (!found) throw new DomainError('app_not_found')
  requireRole(context, found.organization, rule)
  return found
}

function requireRole({ caller }: CallerContext, organizationId: string, { role }: OrganizationRule): void {
  if (hasRole(caller, organizationId, role)) return
  throw new DomainError('permission_denied', `This needs the role ${role} in the organization`)
}
