import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuidv7 } from 'uuid'
import { DomainError } from '../../domain/values/errors.ts'
import { lockUser } from '../../storage/access/locks.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { Membership } from '../../storage/entities/membership.ts'
import { Organization } from '../../storage/entities/organization.ts'
import { readOrganizations } from '../../storage/queries/organizations.ts'
import { audit } from '../access/audit.ts'
import type { CallerContext } from '../access/caller-context.ts'
import { ownOrganization } from '../access/own.ts'
import { organizationRules } from '../access/rules.ts'
import type { List } from '../query/lists.ts'
import { cutName } from './names.ts'

/** Organizations in use that somebody who is no superuser may own. */
const OWNED_ORGANIZATIONS = 10

/**
 * Makes an organization; the caller becomes its owner.
 * @throws DomainError missing_parameters, max_organizations_reached
 */
export async function createOrganization(context: CallerContext, name: string): Promise<Organization> {
  const { caller, services, now } = context
  const organization = { id: uuidv7(), name: cutName(name), isActive: true, createdAt: now }
  return await inTransaction(services.em(), async em => {
    if (caller.userId) await lockUser(em, caller.userId)
    if (caller.userId && !caller.isSuperuser) await requireRoomForAnother(em, caller.userId)
    const created = em.create(Organization, organization)
    await em.flush()
    if (caller.userId) {
      em.create(Membership, { organization: created.id, user: caller.userId, role: 'owner', createdAt: now })
    }
    audit(em, context, { action: 'create_organization', subjectId: created.id, organizationId: created.id })
    return created
  })
}

async function requireRoomForAnother(em: EntityManager, userId: string): Promise<void> {
  const owned = await em.find(Membership, { user: userId, role: 'owner' })
  const inUse = await em.count(Organization, { id: owned.map(({ organization }) => organization), isActive: true })
  if (inUse < OWNED_ORGANIZATIONS) return
  throw new DomainError('max_organizations_reached', `Nobody may own more than ${OWNED_ORGANIZATIONS} organizations`)
}

/** The caller's organizations. */
export const organizationList = ({ reader }: CallerContext): List<Organization> => ({
  name: 'organizations',
  read: pageQuery => readOrganizations(reader, pageQuery),
})

/** @throws DomainError organization_not_found */
export const getOrganization = (context: CallerContext, id: string | undefined): Promise<Organization> =>
  ownOrganization(context, id, organizationRules.getOrganization)

/**
 * @param changes undefined leaves the name
 * @throws DomainError organization_not_found, permission_denied, missing_parameters for an empty name
 */
export async function updateOrganization(
  context: CallerContext,
  id: string | undefined,
  changes: { name?: string | undefined },
): Promise<Organization> {
  const { id: organizationId } = await ownOrganization(context, id, organizationRules.updateOrganization)
  const name = changes.name === undefined ? undefined : cutName(changes.name)
  return await inTransaction(context.services.em(), async em => {
    const organization = await em.findOneOrFail(Organization, { id: organizationId })
    if (name === undefined || name === organization.name) return organization
    audit(em, context, {
      action: 'update_organization',
      subjectId: organizationId,
      organizationId,
      data: { name: { from: organization.name, to: name } },
    })
    organization.name = name
    return organization
  })
}

/**
 * Hides an organization with all that it owns; the keys of its apps stop working.
 * @throws DomainError organization_not_found, permission_denied
 */
export async function deleteOrganization(context: CallerContext, id: string | undefined): Promise<void> {
  const { id: organizationId } = await ownOrganization(context, id, organizationRules.deleteOrganization)
  await inTransaction(context.services.em(), async em => {
    const organization = await em.findOneOrFail(Organization, { id: organizationId })
    organization.isActive = false
    audit(em, context, { action: 'delete_organization', subjectId: organizationId, organizationId })
  })
}
