import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../engine/sql.ts'
import type { DataScope } from './data-scope.ts'

/** All organizations and apps in use. */
export async function wholeScope(em: EntityManager): Promise<DataScope> {
  const [row] = await query<DataScope>(
    em,
    `select array(select id from organization where is_active) as "organizationIds",
            array(select app.id from app join organization on organization.id = app.organization_id
                   where app.is_active and organization.is_active) as "appIds"`,
  )
  return row ?? { organizationIds: [], appIds: [] }
}

/** An organization in use that a user is a member of. */
export interface MemberOf {
  organizationId: string
  role: 'viewer' | 'member' | 'owner'
  /** Its apps in use. */
  appIds: string[]
}

export async function membershipsOf(em: EntityManager, userId: string): Promise<MemberOf[]> {
  return await query<MemberOf>(
    em,
    `select organization.id as "organizationId", membership.role,
            array(select id from app where app.organization_id = organization.id and app.is_active) as "appIds"
       from membership join organization on organization.id = membership.organization_id
      where membership.user_id = $1 and organization.is_active`,
    [userId],
  )
}

export interface NamedMembership {
  userId: string
  organizationId: string
  organizationName: string
  role: MemberOf['role']
}

/** The memberships of some users in organizations in use, oldest first. */
export async function namedMembershipsOf(em: EntityManager, userIds: readonly string[]): Promise<NamedMembership[]> {
  return await query<NamedMembership>(
    em,
    `select membership.user_id as "userId", organization.id as "organizationId",
            organization.name as "organizationName", membership.role
       from membership join organization on organization.id = membership.organization_id
      where membership.user_id = any($1::uuid[]) and organization.is_active
      order by membership.created_at, organization.id`,
    [userIds],
  )
}
