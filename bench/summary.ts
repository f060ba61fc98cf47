import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { createLogger } from '../src/log.ts'
import { buildSummary } from '../src/services/maintenance/summary/build-summary.ts'
import { openDatabase } from '../src/storage/engine/database.ts'
import { readEventsInOrder } from '../src/storage/events/read-events.ts'
import type { LongCall } from './summary/long-call.ts'

/*
 * How long it takes to build the summary of a very long call, and how much memory. Budget: 10 s, and 200 MB more than an
 * idle server. Beside it, as a baseline of the same run, only reading and unpacking the same events.
 *
 *   npm run bench:summary [hours] [participants]
 */

const BUDGET = { seconds: 10, megabytes: 200 }
const POSTGRES_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

const [hours = 12, participants = 50] = process.argv.slice(2).map(Number)
const call: LongCall = { hours, participants, intervalS: 10 }

const megabytes = () => process.memoryUsage.rss() / 2 ** 20

/** Runs something and watches the memory of the process meanwhile. */
async function measure(name: string, work: () => Promise<unknown>): Promise<{ seconds: number; grown: number }> {
  globalThis.gc?.()
  const idle = megabytes()
  let peak = idle
  const watch = setInterval(() => {
    peak = Math.max(peak, megabytes())
  }, 10)
  const [begun, cpuBegun] = [performance.now(), process.cpuUsage()]
  await work()
  clearInterval(watch)
  const [seconds, cpu] = [(performance.now() - begun) / 1000, process.cpuUsage(cpuBegun)]
  const cpuSeconds = ((cpu.user + cpu.system) / 1e6).toFixed(1)
  const memory = `${Math.round(idle)} MB idle, ${Math.round(peak)} MB at most (+${Math.round(peak - idle)} MB)`
  process.stdout.write(
    `${name.padEnd(22)}${seconds.toFixed(1).padStart(6)} s, ${cpuSeconds} s of CPU here; ${memory}\n`,
  )
  return { seconds, grown: peak - idle }
}

async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: POSTGRES_URL })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

async function run(url: string): Promise<void> {
  const conferenceId = uuidv7()
  const fill = fileURLToPath(new URL('./summary/fill.ts', import.meta.url))
  execFileSync(process.execPath, [fill, url, conferenceId, JSON.stringify(call)], { stdio: 'inherit' })
  const reports = Math.round((hours * 3600 * participants) / call.intervalS)
  process.stdout.write(`${hours} h, ${participants} participants: ${reports} stats reports\n`)
  const database = await openDatabase({ url, poolSize: 10 }, createLogger('silent', { terminal: false }))
  const { em } = database
  // What every server has loaded before its first long call.
  await buildSummary({ em, conferenceId: randomUUID(), cleanup: false })
  const result = await measure('the summary', () => buildSummary({ em, conferenceId, cleanup: false }))
  await measure('reading and unpacking', async () => {
    let read = 0
    for await (const events of readEventsInOrder(em, conferenceId))
      for (const { report } of events) read += report ? 1 : 0
    if (read !== reports) throw new Error(`${read} reports were read`)
  })
  await database.close()
  if (result.seconds > BUDGET.seconds || result.grown > BUDGET.megabytes) {
    process.stdout.write(`over the budget of ${BUDGET.seconds} s and ${BUDGET.megabytes} MB\n`)
    process.exitCode = 1
  }
}

const name = `peermetrics_bench_${randomUUID().slice(0, 8)}`
const url = new URL(POSTGRES_URL)
url.pathname = `/${name}`
await administer(`create database ${name}`)
try {
  await run(url.href)
} finally {
  await administer(`drop database ${name} with (force)`)
}
