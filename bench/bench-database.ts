import process from 'node:process'
import pg from 'pg'

const ADMIN_URL = process.env['BENCH_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

async function asAdmin<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: ADMIN_URL })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Finds or makes a database of that name. @returns its URL, and whether it is new */
export async function benchDatabase(name: string): Promise<{ url: string; isNew: boolean }> {
  const [found] = await asAdmin(`select from pg_database where datname = '${name}'`)
  if (!found) await asAdmin(`create database ${name}`)
  const url = new URL(ADMIN_URL)
  url.pathname = `/${name}`
  return { url: url.href, isNew: !found }
}

export const dropDatabase = (name: string): Promise<unknown> => asAdmin(`drop database if exists ${name} with (force)`)
