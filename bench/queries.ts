import { mkdirSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { readEnvironment } from '../src/config/environment.ts'
import { askOverHttp, measure, measureBest } from './queries/ask.ts'
import { eventScans, readPlans } from './queries/plans.ts'
import { type BenchQuestion, benchQuestions } from './queries/questions.ts'
import { benchReport, type Measured, plansText } from './queries/report.ts'
import { seed } from './queries/seed.ts'
import { FULL_SIZE } from './queries/seed-statements.ts'
import { type BenchDatabase, dropBenchDatabase, keptBenchDatabase } from './system/bench-database.ts'
import { environmentOf, startServerUnderTest } from './system/server-under-test.ts'

/*
 * How fast lists and roll-ups are at volume, through the server, with one caller and with 16; and how the database goes
 * about each. Writes bench/output/queries.md and, with the plans of
 * the very statements, bench/output/query-plans.md. `npm run bench:queries`, `-- --fresh` to seed anew, `-- --only <part of a name>`.
 */

const DATABASE = 'peermetrics_bench_queries'

/** p95, ms. */
const LIMITS = { alone: 150, crowd: 500 }

async function main(): Promise<void> {
  if (process.argv.includes('--fresh')) await dropBenchDatabase(DATABASE)
  await using database = await keptBenchDatabase(DATABASE)
  if (database.isNew) await seedOrDrop(database.url)
  const config = readEnvironment({ ...environmentOf(database), LOG_LEVEL: 'warn', PORT: '0' })
  const plans = await readPlans(config, subjects => benchQuestions(subjects).filter(isWanted))
  writeOutput('query-plans.md', plans.map(plansText).join('\n\n'))
  const questions = plans.map(plan => plan.question)
  const { table, failures } = benchReport(await measureAll(database, questions), LIMITS)
  writeOutput('queries.md', table)
  const scans = plans.flatMap(eventScans)
  for (const problem of [...failures, ...scans]) process.stderr.write(`FAILED ${problem}\n`)
  if (failures.length + scans.length > 0) process.exitCode = 1
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
    await dropBenchDatabase(DATABASE)
    throw error
  }
}

async function measureAll(database: BenchDatabase, questions: BenchQuestion[]): Promise<Measured[]> {
  await using server = await startServerUnderTest(database)
  const token = server.target.readToken
  const measured: Measured[] = []
  for (const question of questions) {
    const bytes = await askOverHttp(server.url, token, question)
    const round = (callers: number, times: number) => () => measure(server.url, token, question, { callers, times })
    const alone = await measureBest(LIMITS.alone, round(1, 40))
    const crowd = await measureBest(LIMITS.crowd, round(16, 128))
    measured.push({ name: question.name, bytes, alone, crowd })
    const ms = (value: number) => value.toFixed(1).padStart(7)
    process.stderr.write(`${question.name.padEnd(42)} p95 alone ${ms(alone.p95)} ms, of 16 ${ms(crowd.p95)} ms\n`)
  }
  return measured
}

await main()
