import { execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import type pg from 'pg'
import { createLogger } from '../src/log.ts'
import { openDatabase } from '../src/storage/engine/database.ts'
import { query } from '../src/storage/engine/sql.ts'
import { createEventPartitions } from '../src/storage/events/event-partitions.ts'
import { generateCalls, generateLongCall } from './import/generate.ts'
import { withClient } from './system/bench-database.ts'
import { cpuBetween, usageOfPostgres, usageOfTree } from './system/process-usage.ts'

/*
 * How fast an installation is imported, in how much memory, and how long making the next day's partition holds its
 * exclusive lock then. The installation is made of copies of the recorded one (../shared/data/existing-db.sql.gz).
 *
 *   npm run bench:import -- [--conferences 50000] [--long-call 500000] [--kills 10] [--keep]
 */

const BUDGET = { rowsPerSecond: 5000, megabytes: 300, lockMs: 50 }
const SERVER_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'
const RECORDED = fileURLToPath(new URL('../../shared/data/existing-db.sql.gz', import.meta.url))
const LAUNCHER = fileURLToPath(new URL('../bin/peermetrics-server.js', import.meta.url))

const { values: options } = parseArgs({
  options: {
    conferences: { type: 'string', default: '50000' },
    'long-call': { type: 'string', default: '500000' },
    kills: { type: 'string', default: '10' },
    keep: { type: 'boolean', default: false },
  },
})

const say = (text: string) => process.stdout.write(`${text}\n`)

const urlOf = (name: string): string => Object.assign(new URL(SERVER_URL), { pathname: `/${name}` }).href

const nothing = { cpu: new Map<number, number>(), peakMb: 0 }

interface Run {
  output: string
  code: number | null
  seconds: number
  /** The most that the process ever held. */
  megabytes: number
  /** CPU of the process and of both databases until all was copied, seconds. */
  cpu: { import: number; databases: number }
}

/** Runs the import in a process of its own. @param killAfterMs it is killed then */
async function runImport(source: string, target: string, killAfterMs?: number): Promise<Run> {
  const begun = performance.now()
  const child = spawn(process.execPath, [LAUNCHER, 'import', '--from', urlOf(source)], {
    env: { ...process.env, DATABASE_URL: urlOf(target) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const before = usageOfPostgres(source)
  const run: Run = { output: '', code: null, seconds: 0, megabytes: 0, cpu: { import: 0, databases: 0 } }
  child.stdout.on('data', (text: Buffer) => {
    run.output += text
  })
  const watch = setInterval(() => {
    const own = usageOfTree(child.pid ?? 0)
    run.megabytes = Math.max(run.megabytes, own.peakMb)
    if (run.output.includes('Copied ')) return
    run.cpu = {
      import: cpuBetween(nothing, own),
      // Those that write for all databases are among them, whoever made the work.
      databases: cpuBetween(before, {
        cpu: new Map([...usageOfPostgres(source).cpu, ...usageOfPostgres(target).cpu]),
        peakMb: 0,
      }),
    }
  }, 200)
  if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref()
  run.code = await new Promise<number | null>(resolve => child.on('close', resolve))
  clearInterval(watch)
  return { ...run, seconds: (performance.now() - begun) / 1000 }
}

/** How long the next day's partition takes, all of which is under an exclusive lock or waits for it. */
async function measurePartition(url: string): Promise<{ milliseconds: number; events: number }> {
  const database = await openDatabase({ url, poolSize: 2 }, createLogger('silent', { terminal: false }))
  try {
    const [row] = await query<{ events: number }>(database.em(), 'select count(*)::int as events from event')
    const inDays = (days: number) => createEventPartitions(database.em(), new Date(Date.now() + days * 86_400_000))
    // A week of them; each later day then is one more.
    await inDays(30)
    const times: number[] = []
    for (let day = 31; day < 40; day++) {
      const begun = performance.now()
      await inDays(day)
      times.push(performance.now() - begun)
    }
    return { milliseconds: times.sort((a, b) => a - b)[4] ?? 0, events: row?.events ?? 0 }
  } finally {
    await database.close()
  }
}

async function run(admin: pg.Client, source: string, target: string): Promise<void> {
  await admin.query(`create database ${source}`)
  await admin.query(`create database ${target}`)
  execFileSync('psql', ['-qX', '-o', '/dev/null', urlOf(source)], {
    input: gunzipSync(readFileSync(RECORDED)),
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const [conferences, longCall, kills] = [options.conferences, options['long-call'], options.kills].map(Number) as [
    number,
    number,
    number,
  ]
  const rows = await withClient(urlOf(source), async client => {
    await generateCalls(client, conferences, say)
    if (longCall > 0) await generateLongCall(client, longCall)
    await client.query('vacuum analyze app_genericevent')
    const { rows: counted } = await client.query<{ rows: string }>(
      `select (select count(*) from app_genericevent) + (select count(*) from app_session) + (select count(*) from app_track)
            + (select count(*) from app_connection) + (select count(*) from app_issue) + (select count(*) from conference)
            + (select count(*) from participant_conferences) as rows`,
    )
    return Number(counted[0]?.rows)
  })
  say(`${rows} rows to import`)
  for (let kill = 0; kill < kills; kill++) {
    const { code } = await runImport(source, target, 1000 + Math.random() * 4000)
    if (code === 0) say('an import was through before it was killed')
  }
  const copy = await runImport(source, target)
  const rate = Number(/([\d,]+) rows\/s\.$/m.exec(copy.output)?.[1]?.replaceAll(',', ''))
  say(copy.output.trim())
  say(
    `${kills} times killed, then: exit code ${copy.code}, ${copy.seconds.toFixed(1)} s with the comparison, ${rate} rows/s, ${Math.round(copy.megabytes)} MB`,
  )
  say(
    `CPU of copying: ${copy.cpu.import.toFixed(1)} s of the import, ${copy.cpu.databases.toFixed(1)} s of both databases (checkpoints included)`,
  )
  const again = await runImport(source, target)
  say(`A second run: exit code ${again.code}, ${again.seconds.toFixed(1)} s, ${Math.round(again.megabytes)} MB`)
  const partition = await measurePartition(urlOf(target))
  say(
    `With ${partition.events} events, making the next day's partition takes ${partition.milliseconds.toFixed(1)} ms (median of 9)`,
  )
  const isWithin =
    copy.code === 0 &&
    again.code === 0 &&
    rate >= BUDGET.rowsPerSecond &&
    copy.megabytes <= BUDGET.megabytes &&
    partition.milliseconds <= BUDGET.lockMs
  if (!isWithin) {
    say(`over the budget of ${BUDGET.rowsPerSecond} rows/s, ${BUDGET.megabytes} MB, ${BUDGET.lockMs} ms`)
    process.exitCode = 1
  }
}

await withClient(SERVER_URL, async admin => {
  const suffix = randomUUID().slice(0, 8)
  const [source, target] = [`peermetrics_bench_source_${suffix}`, `peermetrics_bench_target_${suffix}`]
  try {
    await run(admin, source, target)
  } finally {
    if (!options.keep)
      for (const name of [source, target]) await admin.query(`drop database if exists ${name} with (force)`)
  }
})
