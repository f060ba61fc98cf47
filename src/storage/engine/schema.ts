import type { Options, MikroORM as PostgresORM } from '@mikro-orm/postgresql'
import { migrations } from '../migrations/index.ts'
import { isUndefinedTable } from './failures.ts'
import { query } from './sql.ts'

const TABLE = 'schema_migration'

/** One migration at a time among all servers of a database. An arbitrary number that nothing else here uses. */
const MIGRATION_LOCK = 7_316_200

export const migrationOptions = {
  tableName: TABLE,
  migrationsList: migrations,
  // Each migration commits on its own; the set is guarded by an advisory lock.
  allOrNothing: false,
  snapshot: false,
  disableForeignKeys: false,
  silent: true,
} satisfies Options['migrations']

/** Brings the schema up to date. @param concurrently whether other servers may do so at the same time */
export async function updateSchema(orm: PostgresORM, { concurrently }: { concurrently: boolean }): Promise<void> {
  if (await hasSchema(orm)) return
  if (!concurrently) await orm.migrator.up()
  else {
    // The lock is held by a transaction of its own, so that it is released whatever happens to this process.
    await orm.em.fork().transactional(async lock => {
      await query(lock, 'select pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
      await orm.migrator.up()
    })
  }
}

/**
 * Whether all migrations of this program were applied. A migration is noted in the transaction that carries it out, so that
 * this is the whole truth; the migrator itself asks several times as much before it finds nothing to do.
 */
export async function hasSchema(orm: PostgresORM): Promise<boolean> {
  try {
    const rows = await query<{ name: string }>(orm.em.fork(), `select name from ${TABLE}`)
    const applied = new Set(rows.map(({ name }) => name))
    return migrations.every(({ name }) => applied.has(name))
  } catch (error) {
    if (isUndefinedTable(error)) return false
    throw error
  }
}
