import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { createLogger } from '../../src/log.ts'
import { startServer } from '../../src/server.ts'
import { buildConsole } from './console-build.ts'
import { FORGETFUL, findPostgresPrograms, type PostgresCluster, startPostgresCluster } from './postgres-cluster.ts'
import { databaseUrl, dropDatabases, execute } from './postgres-databases.ts'
import { fastFolder, makeRunFolder } from './run-folder.ts'
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
  const postgres = await findPostgres()
  const postgresUrl = postgres?.url ?? null
  const prefix = `peermetrics_test_${process.pid}_`
  const template = `${prefix}template`
  if (postgresUrl) await createTemplate(postgresUrl, template, folder)
  project.provide('postgresUrl', postgresUrl)
  project.provide('postgresPrefix', prefix)
  project.provide('postgresTemplate', template)
  return async () => {
    if (postgresUrl) await dropDatabases(postgresUrl, prefix)
    await postgres?.[Symbol.asyncDispose]()
    rmSync(runFolder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/**
 * The PostgreSQL server that TEST_DATABASE_URL names; else one of this run, which keeps its data in memory and never waits
 * for a disk: making a database takes an eighth of the time there.
 */
async function findPostgres(): Promise<(Pick<PostgresCluster, 'url'> & AsyncDisposable) | null> {
  const url = process.env['TEST_DATABASE_URL']
  if (url) {
    await expectReachable(url)
    return { url, [Symbol.asyncDispose]: async () => {} }
  }
  const programs = findPostgresPrograms()
  if (programs) {
    const cluster = await startPostgresCluster(programs, fastFolder(), { ...FORGETFUL, max_connections: '300' })
    const abandon = () => cluster.abandon()
    process.once('exit', abandon)
    return {
      url: cluster.url,
      [Symbol.asyncDispose]: async () => {
        process.off('exit', abandon)
        await cluster[Symbol.asyncDispose]()
      },
    }
  }
  if (process.env['CI'])
    throw new Error('No PostgreSQL server programs are installed, and TEST_DATABASE_URL names no server')
  process.stderr.write(
    'No PostgreSQL: neither its server programs nor TEST_DATABASE_URL. Testing on the embedded engine only.\n',
  )
  return null
}

/** A database that a server has set up. Nobody may be connected to it when it is copied. */
async function createTemplate(adminUrl: string, name: string, dataDir: string): Promise<void> {
  await execute(adminUrl, `create database ${name}`)
  const log = createLogger('error', { terminal: false })
  const config = testConfig({ dataDir, databaseUrl: databaseUrl(adminUrl, name) })
  const server = await startServer(config, log, { jobs: 'carried out' })
  await server.close()
}

async function expectReachable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  try {
    await client.connect()
    await client.end()
  } catch (error) {
    throw new Error(`No PostgreSQL at ${url} (TEST_DATABASE_URL)`, { cause: error })
  }
}
