import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** A database on the PostgreSQL server of the tests. */
export interface PostgresDatabase extends AsyncDisposable {
  name: string
  url: string
}

/** Makes a database. @param clauses what follows its name in `create database` */
export async function createPostgresDatabase(clauses = ''): Promise<PostgresDatabase> {
  const { adminUrl, prefix } = serverOfRun()
  const name = prefix + randomUUID().replaceAll('-', '').slice(0, 16)
  await execute(adminUrl, `create database ${name} ${clauses}`)
  return {
    name,
    url: databaseUrl(adminUrl, name),
    // Nobody waits: the server writes to disk first. What fails or comes too late, the end of the run makes good.
    [Symbol.asyncDispose]: async () => void dropDatabase(adminUrl, name).catch(() => {}),
  }
}

/** Makes a database as another one is, to which nobody may be connected. */
export const copyPostgresDatabase = (template: string): Promise<PostgresDatabase> =>
  // Copying its files makes the server write all that it holds to disk, unless it is told to log the copy.
  createPostgresDatabase(`template ${template} strategy wal_log`)

/**
 * A database that tests copy, made once a run by the one who needs it first.
 * @param fill fills it, and disconnects
 * @returns its name
 */
export async function runTemplate(name: string, fill: (url: string) => void | Promise<void>): Promise<string> {
  const { adminUrl, prefix } = serverOfRun()
  const template = prefix + name
  const admin = await connect(adminUrl)
  try {
    await admin.query('select pg_advisory_lock(hashtext($1))', [template])
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template])
    if (rowCount) return template
    const unfinished = await createPostgresDatabase()
    await fill(unfinished.url)
    await admin.query(`alter database ${unfinished.name} rename to ${template}`)
    return template
  } finally {
    await admin.end()
  }
}

/** Drops the databases of a run. */
export async function dropDatabases(adminUrl: string, prefix: string): Promise<void> {
  const names = await execute<{ name: string }>(
    adminUrl,
    'select datname as name from pg_database where starts_with(datname, $1)',
    [prefix],
  )
  for (const { name } of names) await dropDatabase(adminUrl, name)
}

/** Runs a statement over a connection of its own. */
export async function execute<T>(url: string, sql: string, parameters: unknown[] = [], types?: pg.CustomTypesConfig) {
  const client = await connect(url, types)
  try {
    return (await client.query(sql, parameters)).rows as T[]
  } finally {
    await client.end()
  }
}

export const databaseUrl = (adminUrl: string, name: string): string =>
  Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href

function serverOfRun(): { adminUrl: string; prefix: string } {
  const adminUrl = inject('postgresUrl')
  if (!adminUrl) throw new Error('This run has no PostgreSQL server')
  return { adminUrl, prefix: inject('postgresPrefix') }
}

const dropDatabase = (adminUrl: string, name: string) =>
  execute(adminUrl, `drop database if exists ${name} with (force)`)

async function connect(url: string, types?: pg.CustomTypesConfig): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, ...(types ? { types } : {}) })
  await client.connect()
  return client
}
