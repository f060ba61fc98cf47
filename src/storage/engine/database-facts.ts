import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from './sql.ts'

export interface DatabaseVersions {
  /** Of the engine, as `17.2`. */
  engineVersion: string
  newestMigration: string
}

export async function databaseVersions(em: EntityManager): Promise<DatabaseVersions> {
  const [row] = await query<DatabaseVersions>(
    em,
    `select split_part(current_setting('server_version'), ' ', 1) as "engineVersion",
            (select name from schema_migration order by id desc limit 1) as "newestMigration"`,
  )
  if (!row) throw new Error('The database says nothing about itself')
  return row
}

/** Bytes of all tables and indexes. */
export async function databaseSize(em: EntityManager): Promise<number> {
  const [row] = await query<{ bytes: string }>(em, 'select pg_database_size(current_database())::text as bytes')
  return Number(row?.bytes ?? 0)
}
