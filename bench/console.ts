import { execFileSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { v7 as uuidv7 } from 'uuid'
import { createLogger } from '../src/log.ts'
import { buildSummary } from '../src/services/maintenance/summary/build-summary.ts'
import { openDatabase } from '../src/storage/engine/database.ts'
import { launchBrowser } from '../test/console/support/browser.ts'
import { EMAIL } from '../test/console/support/console-server.ts'
import { ADMIN_API_TOKEN, createAccount } from '../test/support/accounts.ts'
import { addEvents } from './console/add-events.ts'
import { scrub } from './console/scrub.ts'
import { type Visit, visit } from './console/visit.ts'
import type { LongCall } from './summary/long-call.ts'
import { createBenchDatabase } from './system/bench-database.ts'
import { startServerUnderTest } from './system/server-under-test.ts'

/*
 * How fast the page of a large call is, in chromium: 50 people, two hours, 10,000 stats reports. Counts and shares fail
 * when they are over their budget, times at twice of it: the machine may be shared. Needs PostgreSQL and chromium.
 *
 *   npm run build:console && npm run bench:console
 */

const call: LongCall = { hours: 2, participants: 50, intervalS: 36 }
const VISITS = 3

const budgets = {
  'until the call is ready': { most: 2000, unit: 'ms', isTime: true },
  'calls to the server until then': { most: 12, unit: '', isTime: false },
  'layout shift': { most: 0.02, unit: '', isTime: false },
  'time of a frame while scrubbing, 95th percentile': { most: 33, unit: 'ms', isTime: true },
} as const

async function main(): Promise<void> {
  await using database = await createBenchDatabase('postgres')
  const conferenceId = uuidv7()
  await fill(database.url ?? '', conferenceId)
  await using server = await startServerUnderTest(database, { ADMIN_API_TOKEN, WORKERS: '1' })
  await createAccount(server, EMAIL, { superuser: true })
  const browser = await launchBrowser()
  try {
    const visits: Visit[] = []
    let frames: number[] = []
    for (let count = 0; count < VISITS; count++) {
      const isLast = count === VISITS - 1
      const seen = await visit(browser, server.url, `/conference/${conferenceId}`, page =>
        isLast ? scrub(page) : Promise.resolve([]),
      )
      visits.push(seen.visit)
      frames = seen.result
    }
    report('until the call is ready', median(visits.map(({ readyMs }) => readyMs)))
    report('calls to the server until then', Math.max(...visits.map(({ calls }) => calls)))
    report('layout shift', Math.max(...visits.map(({ layoutShift }) => layoutShift)))
    report('time of a frame while scrubbing, 95th percentile', frames[Math.floor(frames.length * 0.95)] ?? Number.NaN)
  } finally {
    await browser.close()
  }
}

/** Makes the call, with its summary. */
async function fill(url: string, conferenceId: string): Promise<void> {
  const program = fileURLToPath(new URL('./summary/fill.ts', import.meta.url))
  execFileSync(process.execPath, [program, url, conferenceId, JSON.stringify(call)], { stdio: 'inherit' })
  const { em, close } = await openDatabase({ url, poolSize: 4 }, createLogger('silent', { terminal: false }))
  const events = await addEvents(em(), conferenceId, call.hours)
  await buildSummary({ em, conferenceId, cleanup: false })
  await close()
  const reports = (call.hours * 3600 * call.participants) / call.intervalS
  process.stdout.write(
    `${call.participants} people, ${call.hours} h, ${reports} stats reports, ${events} other events\n`,
  )
}

function report(what: keyof typeof budgets, value: number): void {
  const { most, unit, isTime } = budgets[what]
  const shown = value < 1 ? value.toFixed(4) : String(Math.round(value))
  const isOver = !(value <= (isTime ? 2 * most : most))
  process.stdout.write(`${`${shown} ${unit}`.padStart(10)}  ${what}, budget ${most} ${unit}${isOver ? ': OVER' : ''}\n`)
  if (isOver) process.exitCode = 1
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN

await main()
