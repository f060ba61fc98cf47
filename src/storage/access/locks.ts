import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../engine/sql.ts'

/** Whoever adds to what a user has, by what that is so far, waits for others who do the same. */
export async function lockUser(em: EntityManager, id: string): Promise<void> {
  await query(em, 'select id from user_account where id = $1 for no key update', [id])
}

/** Whoever changes who belongs to an organization waits for others who do the same. */
export async function lockOrganization(em: EntityManager, id: string): Promise<void> {
  await query(em, 'select id from organization where id = $1 for no key update', [id])
}

/** The superusers who may sign in. Whoever takes one away waits for others who do the same. */
export async function lockSuperusers(em: EntityManager): Promise<string[]> {
  const rows = await query<{ id: string }>(
    em,
    'select id from user_account where is_superuser and is_active order by id for no key update',
  )
  return rows.map(row => row.id)
}

/** Key of an advisory lock: an arbitrary number that nothing else here uses. */
const BOOTSTRAP_LOCK = 7_316_202

/** Serializes what servers of one database do to fill it when it is empty. */
export async function lockBootstrap(em: EntityManager): Promise<void> {
  await query(em, 'select pg_advisory_xact_lock($1)', [BOOTSTRAP_LOCK])
}
