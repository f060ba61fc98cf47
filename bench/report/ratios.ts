import type { ScenarioName } from '../load/scenarios.ts'
import type { BenchRun } from '../run.ts'
import type { Measurement } from '../system/measure.ts'

/** The figures that budgets are about, by name: ratios where the machine matters, else plain numbers. */
export type Ratios = Record<string, number>

/** Bytes that a report of current Chromium takes in the existing server's schema: three rows of 2.2 KB with indexes. */
const EXISTING_BYTES = 3 * 2200

export function ratiosOf({ measurements, bare, copied, starts }: BenchRun): Ratios {
  const on = (engine: Measurement['engine'], scenario: string, concurrency: number) =>
    measurements.find(m => m.engine === engine && m.scenario === scenario && m.concurrency === concurrency && !m.rate)
  const stats = on('postgres', 'stats', 64)
  const half = measurements.find(m => m.engine === 'postgres' && m.rate !== null)
  const ratios: Record<string, number | undefined> = {
    'stats ÷ COPY as jsonb': quotient(stats?.unitsPerSecond, copied?.jsonb.reportsPerSecond),
    'stats ÷ COPY packed': quotient(stats?.unitsPerSecond, copied?.packed.reportsPerSecond),
    'stats ÷ bare parse': quotient(stats?.unitsPerSecond, bare?.unitsPerSecond),
    'packed bytes ÷ jsonb row': quotient(copied?.packed.bytesPerReport, copied?.jsonb.bytesPerReport),
    'packed bytes ÷ jsonb rows by track': quotient(copied?.packed.bytesPerReport, copied?.split.bytesPerReport),
    'packed bytes ÷ existing schema': quotient(copied?.packed.bytesPerReport, EXISTING_BYTES),
    'stats p99 at 64, ms': stats?.latency.p99,
    'stats p99 at half the rate, ms': half?.latency.p99,
    ...realMix(scenario => on('postgres', scenario, 64)),
    'joins/s at 64': on('postgres', 'join', 64)?.unitsPerSecond,
    'memory at 256, MB': on('postgres', 'stats', 256)?.peakMb,
    ...Object.fromEntries(
      starts.flatMap(({ engine, firstMs, nextMs }) => [
        [`first start ${engine}, ms`, firstMs],
        [`start ${engine}, ms`, nextMs],
      ]),
    ),
  }
  return Object.fromEntries(Object.entries(ratios).filter((entry): entry is [string, number] => entry[1] !== undefined))
}

/** The recorded call, its events and its burst, beside what is easiest to take. */
function realMix(at64: (scenario: ScenarioName) => Measurement | undefined): Record<string, number | undefined> {
  const [changes, candidates, call] = [at64('changes'), at64('candidates'), at64('call')]
  const [batch, easyBatch] = [at64('batch'), at64('candidate-batch')]
  const [stats, join] = [at64('stats'), at64('join')]
  const leastOfCall = stats && join && CALL.reports * cpuOf(stats) + CALL.joins * cpuOf(join)
  return {
    'changes ÷ candidates': quotient(changes?.unitsPerSecond, candidates?.unitsPerSecond),
    'changes ÷ candidates, CPU': quotient(changes && cpuOf(changes), candidates && cpuOf(candidates)),
    'batch ÷ batch of candidates, events/s': quotient(batch?.rowsPerSecond, easyBatch?.rowsPerSecond),
    'call ÷ its reports and joins, CPU': quotient(call && cpuOf(call), leastOfCall),
    'changes p99 at 64, ms': changes?.latency.p99,
    'events p99 at 64, ms': at64('events')?.latency.p99,
  }
}

/** What the recorded call has of other scenarios. */
const CALL = { reports: 4, joins: 2 }

/** CPU seconds of server and database per 1000 units. */
const cpuOf = ({ cpu }: Measurement): number => cpu.server + cpu.postgres

const quotient = (part: number | undefined, whole: number | undefined): number | undefined =>
  part === undefined || whole === undefined ? undefined : part / whole

/** The median of each figure over several runs. */
export function medians(runs: readonly Ratios[]): Ratios {
  const names = new Set(runs.flatMap(run => Object.keys(run)))
  return Object.fromEntries([...names].map(name => [name, median(runs.flatMap(run => run[name] ?? []))]))
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}
