import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { copyPostgresDatabase, createPostgresDatabase } from './postgres-databases.ts'

export type Engine = 'embedded' | 'postgres'

/** The engines that the tests of this run cover. */
export const engines = (): Engine[] => (inject('postgresUrl') ? ['embedded', 'postgres'] : ['embedded'])

/** For a server in a process of its own that may be of any engine: the one that starts with less work. */
export const lightEngine = (): Engine => (inject('postgresUrl') ? 'postgres' : 'embedded')

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
  /** Name of the PostgreSQL database that it is a copy of; by default one that a server has set up. */
  template?: string
}

export async function createDatabase(
  engine: Engine,
  { migrated = true, locale, template }: DatabaseOptions = {},
): Promise<TestDatabase> {
  const dataDir = mkdtempSync(join(inject('runFolder'), 'test-'))
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true })
  if (engine === 'embedded') {
    if (migrated) cpSync(inject('dataFolderTemplate'), dataDir, { recursive: true })
    return { config: { dataDir, databaseUrl: null }, [Symbol.asyncDispose]: async () => removeFolder() }
  }
  const database = migrated
    ? await copyPostgresDatabase(template ?? inject('postgresTemplate'))
    : await createPostgresDatabase(locale ? `template template0 encoding 'UTF8' locale '${locale}'` : '')
  return {
    config: { dataDir, databaseUrl: database.url },
    [Symbol.asyncDispose]: async () => {
      removeFolder()
      await database[Symbol.asyncDispose]()
    },
  }
}
