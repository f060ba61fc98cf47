import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Engine, TestDatabase } from '../../test/support/database.ts'
import { undoAtEnd } from './clean-up.ts'

const SERVER_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** An empty database of its own, gone in the end however that comes. @param parent folder for its files */
export async function createTortureDatabase(engine: Engine, parent = tmpdir()): Promise<TestDatabase> {
  const dataDir = mkdtempSync(join(parent, 'peermetrics-torture-'))
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true })
  if (engine === 'embedded') return database(dataDir, null, removeFolder)
  const name = `peermetrics_torture_${randomUUID().slice(0, 8)}`
  psql(`create database ${name}`)
  const url = new URL(SERVER_URL)
  url.pathname = `/${name}`
  return database(dataDir, url.href, () => {
    removeFolder()
    psql(`drop database if exists ${name} with (force)`)
  })
}

/** The database of a cluster of one's own. */
export const clusterDatabase = (url: string): TestDatabase => {
  const dataDir = mkdtempSync(join(tmpdir(), 'peermetrics-torture-'))
  return database(dataDir, url, () => rmSync(dataDir, { recursive: true, force: true }))
}

function database(dataDir: string, databaseUrl: string | null, remove: () => void): TestDatabase {
  const undo = undoAtEnd(remove)
  return { config: { dataDir, databaseUrl }, [Symbol.asyncDispose]: async () => undo() }
}

function psql(sql: string): void {
  execFileSync('psql', ['-qAt', SERVER_URL, '-c', sql], { stdio: ['ignore', 'ignore', 'inherit'] })
}
