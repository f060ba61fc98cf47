import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppService } from '../../gen/peermetrics/admin/v1/app_service_pb.js'
import { connectPages } from '../../test/operations/support/page.ts'
import { ADMIN_API_TOKEN, clientOf } from '../../test/support/accounts.ts'
import type { Engine, TestDatabase } from '../../test/support/database.ts'
import { startServerProcess } from '../../test/support/server-process.ts'
import type { Trial } from '../part.ts'
import { residentMb } from '../system/memory.ts'
import { MixedLoad } from './mixed-load.ts'

const PAGES = 40

const PRELOAD = new URL('./loop-delay.ts', import.meta.url).href

const MINUTE_MS = 60_000

/** How much more the last third of the minutes may show than the second: what fills at first is filled by then. */
const MAX_GROWTH = { mb: 1.15, p99: 2 }

/** Differences below these are noise. */
const NOISE = { mb: 40, p99: 50 }

interface Minute {
  perSecond: number
  failures: number
  p99: number
  /** 99th percentile of the event-loop delay, ms. */
  loopDelay: number
  mb: number
}

export interface SoakPlan {
  engine: Engine
  database: TestDatabase
  minutes: number
  /** Of the measurement of what the server takes at most. */
  maximumMs: number
  say(text: string): void
}

/** Half of what a server takes at most, for minutes: nothing may grow. */
export async function soak({ engine, database, minutes, maximumMs, say }: SoakPlan): Promise<Trial> {
  const delays = join(database.config.dataDir, 'loop-delay')
  await using server = await startServerProcess(database, {
    ADMIN_API_TOKEN,
    NODE_OPTIONS: `--import=${PRELOAD}`,
    LOOP_DELAY_FILE: delays,
    LOOP_DELAY_INTERVAL_MS: '5000',
  })
  const pages = await connectPages(server.api, 'soak', PAGES)
  const { apps } = await clientOf(AppService, server, ADMIN_API_TOKEN).listApps({})
  using load = new MixedLoad(server.url, pages, apps[0]?.id ?? '')
  await load.atMost(maximumMs)
  const maximum = await load.atMost(maximumMs)
  say(`soak: ${engine} takes ${maximum.toFixed(0)} requests/s at most`)
  let linesRead = linesOf(delays).length
  const all: Minute[] = []
  const kinds = new Map<string, number>()
  for (let minute = 1; minute <= minutes; minute++) {
    await load.atRate(maximum / 2, MINUTE_MS)
    const { answers, failures, latency } = load.take()
    const lines = linesOf(delays).slice(linesRead)
    linesRead += lines.length
    const loopDelay = Math.max(0, ...lines.map(({ p99 }) => p99))
    for (const [kind, count] of failures) kinds.set(kind, (kinds.get(kind) ?? 0) + count)
    const failed = [...failures.values()].reduce((sum, count) => sum + count, 0)
    const measured = {
      perSecond: answers / 60,
      failures: failed,
      p99: latency.p99,
      loopDelay,
      mb: residentMb(server.pid),
    }
    all.push(measured)
    say(`soak: ${engine}, minute ${minute}: ${describe(measured)}`)
  }
  const failures = all.reduce((sum, minute) => sum + minute.failures, 0)
  const answers = Math.round(all.reduce((sum, minute) => sum + minute.perSecond * 60, 0))
  return {
    what: `half of the maximum for ${minutes} min`,
    engine,
    tried: answers + failures,
    survived: answers,
    lost: failures,
    measured: { 'requests/s': maximum / 2, 'first minute': describe(all[0]), 'last minute': describe(all.at(-1)) },
    faults: [...growth(all), ...[...kinds].map(([kind, count]) => `${kind}, ${count} times`)],
  }
}

const linesOf = (file: string): { p99: number }[] => {
  try {
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { p99: number })
  } catch {
    return []
  }
}

const describe = (minute: Minute | undefined): string =>
  minute
    ? `${minute.mb.toFixed(0)} MB / p99 ${minute.p99.toFixed(0)} ms / loop ${minute.loopDelay.toFixed(0)} ms / ${minute.failures} failed`
    : 'none'

/** What is not flat. Of fewer than six minutes nothing can be said. */
function growth(minutes: readonly Minute[]): string[] {
  if (minutes.length < 6) return []
  const third = Math.floor(minutes.length / 3)
  const [middle, last] = [minutes.slice(third, 2 * third), minutes.slice(-third)]
  return (['mb', 'p99'] as const).flatMap(name => {
    const [before, after] = [median(middle.map(minute => minute[name])), median(last.map(minute => minute[name]))]
    const grows = after > before * MAX_GROWTH[name] && after - before > NOISE[name]
    return grows ? [`${name} grew from ${before.toFixed(0)} to ${after.toFixed(0)}`] : []
  })
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
