import pg from 'pg'
import type { TestDatabase } from './database.ts'

/**
 * Keeps everybody from writing to a table of a PostgreSQL database, as a database does that has stalled; reading goes on.
 * @returns what lets go of it
 */
export async function holdWrites({ config }: TestDatabase, table: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: config.databaseUrl ?? '' })
  await client.connect()
  await client.query('begin')
  await client.query(`lock table ${table} in share mode`)
  return () => client.end()
}
