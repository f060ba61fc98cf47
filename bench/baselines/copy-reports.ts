import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { showProgress } from '../report/progress.ts'
import { withClient } from '../system/bench-database.ts'
import { COLUMNS, type Form, reportLines } from './report-rows.ts'

export interface CopyResult {
  reportsPerSecond: number
  /** With indexes and TOAST. */
  bytesPerReport: number
}

/** Reports of one measurement: about 100 MB of JSON. */
const REPORTS = 10_000

/**
 * The limit of the database: one client that COPYs rows into a table like `event`, with nothing in between.
 * @param url of a database that a server has set up
 */
export async function copyReports(url: string, form: Form): Promise<CopyResult> {
  const progress = showProgress(`COPY as ${form}`)
  const table = `copied_${form.replace(' ', '_')}`
  await withClient(url, async client => {
    await client.query(`drop table if exists ${table}`)
    await client.query(`create table ${table} (like event_default including all)`)
  })
  const lines = reportLines(form, REPORTS)
  const begin = performance.now()
  await copy(url, `copy ${table} (${COLUMNS}) from stdin`, lines)
  const seconds = (performance.now() - begin) / 1000
  const bytes = await withClient(url, async client => {
    const { rows } = await client.query(`select pg_total_relation_size('${table}') as bytes`)
    return Number(rows[0]?.bytes)
  })
  const result = { reportsPerSecond: REPORTS / seconds, bytesPerReport: bytes / REPORTS }
  progress.end(`${Math.round(result.reportsPerSecond)} reports/s, ${Math.round(result.bytesPerReport)} bytes each`)
  return result
}

async function copy(url: string, statement: string, lines: Buffer): Promise<void> {
  const psql = spawn('psql', ['--no-psqlrc', '--quiet', '--dbname', url, '--command', statement], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  psql.stdin.end(lines)
  const [code] = await once(psql, 'exit')
  if (code !== 0) throw new Error(`psql ended with ${code}`)
}
