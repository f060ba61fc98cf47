import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import pg from 'pg'

const SERVER_URL = process.env['BENCH_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

export type Engine = 'postgres' | 'embedded'

/** A fresh database of its own, removed in the end. */
export interface BenchDatabase extends AsyncDisposable {
  engine: Engine
  /** Folder of the embedded engine. */
  dataDir: string
  /** Null for the embedded engine. */
  url: string | null
  /** Of the PostgreSQL database; empty for the embedded engine. */
  name: string
}

export async function createBenchDatabase(engine: Engine): Promise<BenchDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'peermetrics-bench-'))
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true })
  if (engine === 'embedded') {
    return { engine, dataDir, url: null, name: '', [Symbol.asyncDispose]: async () => removeFolder() }
  }
  const name = `peermetrics_bench_${randomUUID().slice(0, 8)}`
  await withClient(SERVER_URL, async client => {
    await requireDurability(client)
    await client.query(`create database ${name}`)
  })
  const remove = async () => {
    removeFolder()
    await dropBenchDatabase(name)
  }
  return { engine, dataDir, url: urlOf(name), name, [Symbol.asyncDispose]: remove }
}

/** A PostgreSQL database that is found or made, and stays for the next run. */
export async function keptBenchDatabase(name: string): Promise<BenchDatabase & { isNew: boolean; url: string }> {
  const isNew = await withClient(SERVER_URL, async client => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${name}`)
    return rowCount === 0
  })
  const dataDir = mkdtempSync(join(tmpdir(), 'peermetrics-bench-'))
  const removeFolder = async () => rmSync(dataDir, { recursive: true, force: true })
  return { engine: 'postgres', dataDir, url: urlOf(name), name, isNew, [Symbol.asyncDispose]: removeFolder }
}

export const dropBenchDatabase = (name: string): Promise<unknown> =>
  withClient(SERVER_URL, client => client.query(`drop database if exists ${name} with (force)`))

function urlOf(name: string): string {
  const url = new URL(SERVER_URL)
  url.pathname = `/${name}`
  return url.href
}

/** Figures without durability would be lies. @throws Error naming what is off */
async function requireDurability(client: pg.Client): Promise<void> {
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const { rows } = await client.query(`show ${setting}`)
    if (rows[0]?.[setting] !== 'on')
      throw new Error(`${setting} is ${rows[0]?.[setting]}: nothing is measured without it`)
  }
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
