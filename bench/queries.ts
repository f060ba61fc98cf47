import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { readEnvironment } from '../src/config/environment.ts'
import { benchDatabase, dropDatabase } from './bench-database.ts'
import { type BenchQuestion, benchQuestions } from './bench-questions.ts'
import { benchReport, type Measured, plansText } from './bench-report.ts'
import { askOverHttp, measure, measureBest } from './load.ts'
import { eventScans, readPlans } from './plans.ts'
import { seed } from './seed.ts'
import { FULL_SIZE } from './seed-statements.ts'
import { startServerProcess } from './server-process.ts'

/*
 * How fast lists and roll-ups are at volume, through the server, with one caller and with 16; and how the database goes
 * about each. Writes bench/output/queries.md and, with the plans of
 * the very statements, bench/output/query-plans.md. `npm run bench:queries`, `-- --fresh` to seed anew, `-- --only <part of a name>`.
 */

const DATABASE = 'peermetrics_bench_queries'
const TOKEN = 'admin-api-token-of-the-bench'
const SECRET = 'a-secret-of-the-bench'

/** p95, ms. */
const LIMITS = { alone: 150, crowd: 500 }

async function main(): Promise<void> {
  if (process.argv.includes('--fresh')) await dropDatabase(DATABASE)
  const { url, isNew } = await benchDatabase(DATABASE)
  if (isNew) await seedOrDrop(url)
  const dataDir = mkdtempSync(join(tmpdir(), 'peermetrics-bench-'))
  const environment = { DATABASE_URL: url, DATA_DIR: dataDir, ADMIN_API_TOKEN: TOKEN, RATE_LIMIT_PER_MINUTE: '0' }
  const secrets = { INIT_TOKEN_SECRET: SECRET, SESSION_TOKEN_SECRET: SECRET, LOG_LEVEL: 'warn', PORT: '0' }
  try {
    const plans = await readPlans(readEnvironment({ ...environment, ...secrets }), subjects =>
      benchQuestions(subjects).filter(isWanted),
    )
    writeOutput('query-plans.md', plans.map(plansText).join('\n\n'))
    const measured = await measureAll(
      { ...environment, ...secrets, LOG_LEVEL: 'info' },
      plans.map(plan => plan.question),
    )
    const { table, failures } = benchReport(measured, LIMITS)
    writeOutput('queries.md', table)
    const scans = plans.flatMap(eventScans)
    for (const problem of [...failures, ...scans]) process.stderr.write(`FAILED ${problem}\n`)
    if (failures.length + scans.length > 0) process.exitCode = 1
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function writeOutput(name: string, text: string): void {
  const folder = new URL('output/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(name, folder), text)
}

const isWanted = ({ name }: BenchQuestion): boolean => {
  const at = process.argv.indexOf('--only')
  return at < 0 || name.includes(process.argv[at + 1] ?? '')
}

async function seedOrDrop(url: string): Promise<void> {
  try {
    await seed(url, FULL_SIZE)
  } catch (error) {
    await dropDatabase(DATABASE)
    throw error
  }
}

async function measureAll(environment: Record<string, string>, questions: BenchQuestion[]): Promise<Measured[]> {
  await using server = await startServerProcess(environment)
  const measured: Measured[] = []
  for (const question of questions) {
    const bytes = await askOverHttp(server.url, TOKEN, question)
    const round = (callers: number, times: number) => () => measure(server.url, TOKEN, question, { callers, times })
    const alone = await measureBest(LIMITS.alone, round(1, 40))
    const crowd = await measureBest(LIMITS.crowd, round(16, 128))
    measured.push({ name: question.name, bytes, alone, crowd })
    const ms = (value: number) => value.toFixed(1).padStart(7)
    process.stderr.write(`${question.name.padEnd(42)} p95 alone ${ms(alone.p95)} ms, of 16 ${ms(crowd.p95)} ms\n`)
  }
  return measured
}

await main()
