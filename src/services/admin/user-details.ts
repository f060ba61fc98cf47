import type { EntityManager } from '@mikro-orm/postgresql'
import { type NamedMembership, namedMembershipsOf } from '../../storage/access/scopes.ts'
import type { User } from '../../storage/entities/user.ts'

/** A user with the organizations that it is a member of, oldest membership first. */
export interface UserDetails {
  user: User
  memberships: NamedMembership[]
}

export async function detailsOf(em: EntityManager, users: readonly User[]): Promise<UserDetails[]> {
  const memberships = await namedMembershipsOf(
    em,
    users.map(user => user.id),
  )
  return users.map(user => ({ user, memberships: memberships.filter(({ userId }) => userId === user.id) }))
}

export async function userDetails(em: EntityManager, user: User): Promise<UserDetails> {
  const [details] = await detailsOf(em, [user])
  return details ?? { user, memberships: [] }
}
