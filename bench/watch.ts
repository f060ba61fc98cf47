import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { createBenchDatabase } from './system/bench-database.ts'
import { startServerUnderTest } from './system/server-under-test.ts'
import { type Caller, joinCall, postEvent, stalledWatch, watchedTimes } from './watch/watched-call.ts'

/*
 * How long it takes until an event that is posted at one server is seen by who watches at another one; then the same while
 * another reader of the same conference does not read, and posts go on. `npm run bench:watch`, `-- SECONDS` for the
 * length of each of the two parts (60).
 */

/** Posts a second: those of a call of some people. */
const RATE = 50

interface Part {
  what: string
  posted: number
  seen: number
  /** ms from the post to the sight. */
  latencies: number[]
}

async function main(): Promise<void> {
  const seconds = Number(process.argv[2] ?? 60)
  await using database = await createBenchDatabase('postgres')
  await using first = await startServerUnderTest(database, { WORKERS: '1' })
  await using second = await startServerUnderTest(database, { WORKERS: '1' })
  const caller = await joinCall(first)
  const alone = await measure('alone', second.url, caller, seconds)
  const stalled = await stalledWatch(second.url, caller)
  const beside = await measure('beside a reader that does not read', second.url, caller, seconds)
  stalled.abort()
  report([alone, beside])
}

/** Posts at the caller's server and watches at another one. */
async function measure(what: string, watchedAt: string, caller: Caller, seconds: number): Promise<Part> {
  process.stderr.write(`${what}: ${seconds} s\n`)
  const times = await watchedTimes(watchedAt, caller)
  const posted = new Map<string, number>()
  const answers: Promise<unknown>[] = []
  const start = performance.now()
  for (let count = 0; count < seconds * RATE; count++) {
    const name = `${what.length} ${count}`
    posted.set(name, performance.now())
    answers.push(postEvent(caller, name))
    await delay(Math.max(0, start + ((count + 1) * 1000) / RATE - performance.now()))
  }
  await Promise.all(answers)
  await delay(3000)
  times.stop()
  const latencies = [...posted].flatMap(([name, at]) => {
    const seen = times.seen.get(name)
    return seen === undefined ? [] : [seen - at]
  })
  return { what, posted: posted.size, seen: latencies.length, latencies: latencies.sort((a, b) => a - b) }
}

function report(parts: readonly Part[]): void {
  const row = (...cells: (string | number)[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`)
  row('reader', 'posted', 'seen', 'p50 ms', 'p99 ms', 'slowest ms')
  row('---', '---', '---', '---', '---', '---')
  for (const { what, posted, seen, latencies } of parts) {
    const at = (share: number) => Math.round(latencies[Math.floor((latencies.length - 1) * share)] ?? Number.NaN)
    row(what, posted, seen, at(0.5), at(0.99), at(1))
    if (seen < posted || at(1) >= 1000) process.exitCode = 1
  }
}

await main()
