import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import pg from 'pg'
import { inject } from 'vitest'
import { sharedPath } from '../../support/shared-data.ts'

/** A database of the existing server. */
export interface SourceCopy extends AsyncDisposable {
  url: string
  query(sql: string, parameters?: unknown[]): Promise<Record<string, unknown>[]>
}

/** A copy of the recorded database of the existing server. */
export async function createSourceCopy(): Promise<SourceCopy> {
  const adminUrl = inject('postgresUrl')
  if (!adminUrl) throw new Error('This run has no PostgreSQL server')
  const name = `peermetrics_test_source_${randomUUID().slice(0, 8)}`
  await execute(adminUrl, `create database ${name}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  execFileSync('psql', ['-qX', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', url.href], {
    input: gunzipSync(readFileSync(sharedPath('data/existing-db.sql.gz'))),
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  return {
    url: url.href,
    query: (sql, parameters = []) => execute(url.href, sql, parameters),
    [Symbol.asyncDispose]: async () => void (await execute(adminUrl, `drop database ${name} with (force)`)),
  }
}

async function execute(url: string, sql: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql, parameters)).rows
  } finally {
    await client.end()
  }
}
