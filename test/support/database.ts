import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import type { Config } from '../../src/config/config.ts'

export type Engine = 'embedded' | 'postgres'

/** The engines that the tests of this run cover. */
export const engines = (): Engine[] => (inject('postgresUrl') ? ['embedded', 'postgres'] : ['embedded'])

/** An empty, migrated or new database of its own. */
export interface TestDatabase extends AsyncDisposable {
  /** What a server needs to use it. */
  config: Pick<Config, 'dataDir' | 'databaseUrl'>
}

export interface DatabaseOptions {
  /** False: a data folder or database that no server has seen yet. */
  migrated?: boolean
  /** Of a PostgreSQL database that is not migrated; undefined: the server's own. */
  locale?: string
}

export async function createDatabase(
  engine: Engine,
  { migrated = true, locale }: DatabaseOptions = {},
): Promise<TestDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'peermetrics-test-'))
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true })
  if (engine === 'embedded') {
    if (migrated) cpSync(inject('dataFolderTemplate'), dataDir, { recursive: true })
    return { config: { dataDir, databaseUrl: null }, [Symbol.asyncDispose]: async () => removeFolder() }
  }
  const adminUrl = inject('postgresUrl')
  if (!adminUrl) throw new Error('This run has no PostgreSQL server')
  const name = `peermetrics_test_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  const template = migrated ? inject('postgresTemplate') : null
  const localized = locale ? ` template template0 encoding 'UTF8' locale '${locale}'` : ''
  // Copying its files makes the server write all that it holds to disk, unless it is told to log the copy.
  await execute(adminUrl, `create database ${name}${template ? ` template ${template} strategy wal_log` : localized}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return {
    config: { dataDir, databaseUrl: url.href },
    [Symbol.asyncDispose]: async () => {
      removeFolder()
      await execute(adminUrl, `drop database ${name} with (force)`)
    },
  }
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}
