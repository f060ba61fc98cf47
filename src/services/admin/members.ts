import type { EntityManager } from '@mikro-orm/postgresql'
import { DomainError } from '../../domain/values/errors.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import { listMembershipRows } from '../../storage/access/account-lists.ts'
import { lockOrganization } from '../../storage/access/locks.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { Membership } from '../../storage/entities/membership.ts'
import { User } from '../../storage/entities/user.ts'
import type { Listed } from '../../storage/queries/list-rows.ts'
import type { PageQuery } from '../../storage/queries/page-query.ts'
import { audit } from '../access/audit.ts'
import type { Role } from '../access/caller.ts'
import type { CallerContext } from '../access/caller-context.ts'
import { lookedUpEmail } from '../access/emails.ts'
import { ownOrganization } from '../access/own.ts'
import { organizationRules } from '../access/rules.ts'
import type { List } from '../query/lists.ts'

/** A membership and whose it is. */
export interface Member {
  membership: Membership
  user: Pick<User, 'id' | 'email' | 'name'>
}

/**
 * The members of an organization, oldest membership first.
 * @throws DomainError organization_not_found
 */
export async function memberList(context: CallerContext, organizationId: string | undefined): Promise<List<Member>> {
  const { id } = await ownOrganization(context, organizationId, organizationRules.listMembers)
  return { name: `members ${id}`, read: pageQuery => readMembers(context.services.em(), id, pageQuery) }
}

async function readMembers(em: EntityManager, organizationId: string, pageQuery: PageQuery): Promise<Listed<Member>[]> {
  const memberships = await listMembershipRows(em, organizationId, pageQuery)
  const users = await em.find(User, { id: memberships.map(({ value }) => value.user) })
  return memberships.flatMap(({ value: membership, cursor }) => {
    const user = users.find(({ id }) => id === membership.user)
    return user ? [{ value: { membership, user }, cursor }] : []
  })
}

/**
 * Makes an existing user a member.
 * @throws DomainError organization_not_found, permission_denied, missing_parameters, invalid_parameters, user_not_found,
 *   member_exists
 */
export async function addMember(
  context: CallerContext,
  organizationId: string | undefined,
  { email, role }: { email: string; role: Role },
): Promise<Member> {
  const { id: organization } = await ownOrganization(context, organizationId, organizationRules.addMember)
  const address = lookedUpEmail(email)
  return await inTransaction(context.services.em(), async em => {
    await lockOrganization(em, organization)
    const user = await em.findOne(User, { email: address, isActive: true })
    if (!user) throw new DomainError('user_not_found', 'Nobody signs in with this e-mail address')
    if (await em.findOne(Membership, { organization, user: user.id })) throw new DomainError('member_exists')
    const membership = em.create(Membership, { organization, user: user.id, role, createdAt: context.now })
    audit(em, context, {
      action: 'add_member',
      subjectId: user.id,
      organizationId: organization,
      data: { role },
    })
    return { membership, user }
  })
}

/**
 * Gives a member another role.
 * @throws DomainError organization_not_found, permission_denied, member_not_found, last_owner
 */
export async function updateMemberRole(
  context: CallerContext,
  organizationId: string | undefined,
  { userId, role }: { userId: string; role: Role },
): Promise<Member> {
  const { id: organization } = await ownOrganization(context, organizationId, organizationRules.updateMemberRole)
  return await inTransaction(context.services.em(), async em => {
    await lockOrganization(em, organization)
    const membership = await findMembership(em, organization, userId)
    if (role !== 'owner') await requireOtherOwner(em, membership)
    audit(em, context, {
      action: 'update_member_role',
      subjectId: membership.user,
      organizationId: organization,
      data: { role: { from: membership.role, to: role } },
    })
    membership.role = role
    return { membership, user: await em.findOneOrFail(User, { id: membership.user }) }
  })
}

/**
 * Ends a membership; everybody may end their own.
 * @throws DomainError organization_not_found, permission_denied, member_not_found, last_owner
 */
export async function removeMember(
  context: CallerContext,
  organizationId: string | undefined,
  userId: string,
): Promise<void> {
  const leaves = parseUuid(userId) === context.caller.userId
  const rule = leaves ? organizationRules.removeMember : organizationRules.removeOtherMember
  const { id: organization } = await ownOrganization(context, organizationId, rule)
  await inTransaction(context.services.em(), async em => {
    await lockOrganization(em, organization)
    const membership = await findMembership(em, organization, userId)
    await requireOtherOwner(em, membership)
    audit(em, context, { action: 'remove_member', subjectId: membership.user, organizationId: organization })
    em.remove(membership)
  })
}

async function findMembership(em: EntityManager, organization: string, userId: string): Promise<Membership> {
  const user = parseUuid(userId)
  const membership = user ? await em.findOne(Membership, { organization, user }) : null
  if (!membership) throw new DomainError('member_not_found')
  return membership
}

/** An organization has an owner as long as it has members. */
async function requireOtherOwner(em: EntityManager, { organization, user, role }: Membership): Promise<void> {
  if (role !== 'owner') return
  const others = await em.count(Membership, { organization, role: 'owner', user: { $ne: user } })
  if (others === 0) throw new DomainError('last_owner', 'The organization would be left without an owner')
}
