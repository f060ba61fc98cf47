import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { createLogger } from '../../src/log.ts'
import { startServer } from '../../src/server.ts'
import { buildConsole } from './console-build.ts'
import { testConfig } from './test-config.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder that a server has set up: copying it is faster than setting up another one. */
    dataFolderTemplate: string
    /** A PostgreSQL server on which tests may make databases; null where there is none. */
    postgresUrl: string | null
    /** Name of a database there that a server has set up; null where there is no server. */
    postgresTemplate: string | null
  }
}

const POSTGRES_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  buildConsole()
  const folder = mkdtempSync(join(tmpdir(), 'peermetrics-template-'))
  const server = await startServer(testConfig({ dataDir: folder }), createLogger('error', { terminal: false }), {
    jobs: 'carried out',
  })
  await server.close()
  project.provide('dataFolderTemplate', folder)
  const postgresUrl = (await isReachable(POSTGRES_URL)) ? POSTGRES_URL : null
  const template = postgresUrl ? await createTemplate(postgresUrl, folder) : null
  project.provide('postgresUrl', postgresUrl)
  project.provide('postgresTemplate', template)
  return async () => {
    rmSync(folder, { recursive: true, force: true })
    if (postgresUrl && template) await execute(postgresUrl, `drop database ${template} with (force)`)
  }
}

/** A database that a server has set up. Nobody may be connected to it when it is copied. */
async function createTemplate(adminUrl: string, dataDir: string): Promise<string> {
  const name = `peermetrics_test_template_${process.pid}`
  await execute(adminUrl, `create database ${name}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  const log = createLogger('error', { terminal: false })
  const server = await startServer(testConfig({ dataDir, databaseUrl: url.href }), log, { jobs: 'carried out' })
  await server.close()
  return name
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql).finally(() => client.end())
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
