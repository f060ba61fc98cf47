import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { createLogger } from '../../src/log.ts'
import { startServer } from '../../src/server.ts'
import { buildConsole } from './console-build.ts'
import { databaseUrl, dropDatabases, execute } from './postgres-databases.ts'
import { makeRunFolder } from './run-folder.ts'
import { testConfig } from './test-config.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder for the data folders of this run. */
    runFolder: string
    /** A data folder that a server has set up: copying it is faster than setting up another one. */
    dataFolderTemplate: string
    /** A PostgreSQL server on which tests may make databases; null where there is none. */
    postgresUrl: string | null
    /** Names of the databases that this run makes there begin so. */
    postgresPrefix: string
    /** Name of a database there that a server has set up. */
    postgresTemplate: string
  }
}

const POSTGRES_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  buildConsole()
  const runFolder = makeRunFolder()
  const folder = join(runFolder, 'template')
  mkdirSync(folder)
  const server = await startServer(testConfig({ dataDir: folder }), createLogger('error', { terminal: false }), {
    jobs: 'carried out',
  })
  await server.close()
  project.provide('runFolder', runFolder)
  project.provide('dataFolderTemplate', folder)
  const postgresUrl = (await isReachable(POSTGRES_URL)) ? POSTGRES_URL : null
  const prefix = `peermetrics_test_${process.pid}_`
  const template = `${prefix}template`
  if (postgresUrl) await createTemplate(postgresUrl, template, folder)
  project.provide('postgresUrl', postgresUrl)
  project.provide('postgresPrefix', prefix)
  project.provide('postgresTemplate', template)
  return async () => {
    rmSync(runFolder, { recursive: true, force: true, maxRetries: 5 })
    if (postgresUrl) await dropDatabases(postgresUrl, prefix)
  }
}

/** A database that a server has set up. Nobody may be connected to it when it is copied. */
async function createTemplate(adminUrl: string, name: string, dataDir: string): Promise<void> {
  await execute(adminUrl, `create database ${name}`)
  const log = createLogger('error', { terminal: false })
  const config = testConfig({ dataDir, databaseUrl: databaseUrl(adminUrl, name) })
  const server = await startServer(config, log, { jobs: 'carried out' })
  await server.close()
}

/** Without a PostgreSQL server the tests run on the embedded engine only; CI must have one. */
async function isReachable(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  try {
    await client.connect()
    await client.end()
    return true
  } catch (error) {
    if (process.env['CI']) throw new Error(`No PostgreSQL at ${url}`, { cause: error })
    process.stderr.write(`No PostgreSQL at ${url} (TEST_DATABASE_URL): testing on the embedded engine only.\n`)
    return false
  }
}
