import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { createLogger } from '../../src/log.ts'
import { startServer } from '../../src/server.ts'
import { testConfig } from './test-config.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder that a server has set up: copying it is faster than setting up another one. */
    dataFolderTemplate: string
    /** A PostgreSQL server on which tests may make databases; null where there is none. */
    postgresUrl: string | null
  }
}

const POSTGRES_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'peermetrics-template-'))
  const server = await startServer(testConfig({ dataDir: folder }), createLogger('error', { terminal: false }), {
    jobs: 'carried out',
  })
  await server.close()
  project.provide('dataFolderTemplate', folder)
  project.provide('postgresUrl', (await isReachable(POSTGRES_URL)) ? POSTGRES_URL : null)
  return () => rmSync(folder, { recursive: true, force: true })
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
