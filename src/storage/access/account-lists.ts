import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../engine/sql.ts'
import { ApiToken } from '../entities/api-token.ts'
import { Membership } from '../entities/membership.ts'
import { SignIn } from '../entities/sign-in.ts'
import { User } from '../entities/user.ts'
import { Conditions } from '../queries/conditions.ts'
import { type Listed, listEntities } from '../queries/list-rows.ts'
import type { PageQuery } from '../queries/page-query.ts'
import type { ScopedReader } from './scoped-reader.ts'

/** Reads the tables of accounts, which no scope shows: whoever calls has asked what the caller may see. */
export const accountReader = (em: EntityManager): Pick<ScopedReader, 'entitiesWith'> => ({
  entitiesWith: async <Entity extends object, More>(
    entity: new (...parameters: never[]) => Entity,
    sql: string,
    parameters: readonly unknown[] = [],
  ) => {
    const rows = await query<More & Record<string, unknown>>(em, sql, parameters)
    return rows.map(row => ({ entity: em.map(entity, row) as Entity, row }))
  },
})

export const listUserRows = (em: EntityManager, pageQuery: PageQuery): Promise<Listed<User>[]> =>
  listEntities(accountReader(em), { entity: User, table: 'user_account' }, { where: new Conditions() }, pageQuery)

export const listApiTokenRows = (
  em: EntityManager,
  userId: string,
  pageQuery: PageQuery,
): Promise<Listed<ApiToken>[]> =>
  listEntities(
    accountReader(em),
    { entity: ApiToken, table: 'api_token' },
    { where: new Conditions().equal({ user_id: userId }) },
    pageQuery,
  )

/** A membership is named by its user in a list of one organization. */
const MEMBERSHIPS = '(select membership.*, user_id as id from membership) as membership'

export const listMembershipRows = (
  em: EntityManager,
  organizationId: string,
  pageQuery: PageQuery,
): Promise<Listed<Membership>[]> =>
  listEntities(
    accountReader(em),
    { entity: Membership, table: MEMBERSHIPS },
    { where: new Conditions().equal({ organization_id: organizationId }) },
    pageQuery,
  )

export const listSignInRows = (
  em: EntityManager,
  { userId, validAt }: { userId: string; validAt: Date },
  pageQuery: PageQuery,
): Promise<Listed<SignIn>[]> =>
  listEntities(
    accountReader(em),
    { entity: SignIn, table: 'sign_in' },
    { where: new Conditions().equal({ user_id: userId }).within('expires_at', { after: validAt.toISOString() }) },
    pageQuery,
  )
