import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import pg from 'pg'
import { inject } from 'vitest'
import { sharedPath } from '../../support/shared-data.ts'

/** A database of the existing server. */
export interface SourceCopy extends AsyncDisposable {
  name: string
  url: string
  query(sql: string, parameters?: unknown[]): Promise<Record<string, unknown>[]>
}

/**
 * A copy of the recorded database of the existing server.
 * @param of another copy, which nobody uses at the moment: quicker than the recording
 */
export async function createSourceCopy(of?: SourceCopy): Promise<SourceCopy> {
  const adminUrl = inject('postgresUrl')
  if (!adminUrl) throw new Error('This run has no PostgreSQL server')
  const name = `peermetrics_test_source_${randomUUID().slice(0, 8)}`
  await execute(adminUrl, `create database ${name}${of ? ` template ${of.name} strategy wal_log` : ''}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  if (of) return sourceCopy(adminUrl, name, url.href)
  execFileSync('psql', ['-qX', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', url.href], {
    input: gunzipSync(readFileSync(sharedPath('data/existing-db.sql.gz'))),
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  return sourceCopy(adminUrl, name, url.href)
}

const sourceCopy = (adminUrl: string, name: string, url: string): SourceCopy => ({
  name,
  url,
  query: (sql, parameters = []) => execute(url, sql, parameters),
  [Symbol.asyncDispose]: async () => void (await execute(adminUrl, `drop database ${name} with (force)`)),
})

async function execute(url: string, sql: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql, parameters)).rows
  } finally {
    await client.end()
  }
}
