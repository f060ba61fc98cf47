import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { copyPostgresDatabase, execute, type PostgresDatabase, runTemplate } from '../../support/postgres-databases.ts'
import { sharedPath } from '../../support/shared-data.ts'

/** A database of the existing server. */
export interface SourceCopy extends PostgresDatabase {
  query(sql: string, parameters?: unknown[]): Promise<Record<string, unknown>[]>
}

/** A copy of the recorded database of the existing server. */
export async function createSourceCopy(): Promise<SourceCopy> {
  const database = await copyPostgresDatabase(await runTemplate('source', load))
  return { ...database, query: (sql, parameters = []) => execute(database.url, sql, parameters) }
}

function load(url: string): void {
  execFileSync('psql', ['-qX', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', url], {
    input: gunzipSync(readFileSync(sharedPath('data/existing-db.sql.gz'))),
    stdio: ['pipe', 'ignore', 'inherit'],
  })
}
