import type { LoadJob, LoadResult } from '../load/load-job.ts'
import { runLoad } from '../load/run-load.ts'
import { type ScenarioName, scenarios } from '../load/scenarios.ts'
import { showProgress } from '../report/progress.ts'
import type { BenchDatabase } from './bench-database.ts'
import { cpuBetween, type Usage, usageOfPostgres, usageOfTree } from './process-usage.ts'
import type { ServerUnderTest } from './server-under-test.ts'

/** One line of the result. */
export interface Measurement {
  engine: 'postgres' | 'embedded' | 'none'
  scenario: ScenarioName
  concurrency: number
  /** Units a second that were asked for; null: as many as were answered. */
  rate: number | null
  unitsPerSecond: number
  rowsPerSecond: number
  failures: number
  latency: LoadResult['latency']
  /** CPU seconds per 1000 units. */
  cpu: { server: number; postgres: number; generator: number }
  /** Largest process of the server, MB. */
  peakMb: number
}

export type Load = Omit<LoadJob, 'target'>

/** Puts a load on a server and says what came of it and what it cost. */
export async function measure(
  server: ServerUnderTest,
  database: BenchDatabase | null,
  load: Load,
): Promise<Measurement> {
  const usage = () => ({
    server: usageOfTree(server.pid),
    postgres: database?.url ? usageOfPostgres(database.name) : { cpu: new Map<number, number>(), peakMb: 0 },
  })
  let before = usage()
  const label = `${database?.engine ?? 'bare'} ${load.scenario} ×${load.concurrency}${load.rate ? ` at ${load.rate}/s` : ''}`
  const progress = showProgress(label)
  const result = await runLoad(
    { ...load, target: server.target },
    {
      begins: () => {
        before = usage()
      },
      progress: done => progress.tell(`${done} done`),
    },
  )
  const after = usage()
  const measurement = toMeasurement(load, database, result, before, after)
  progress.end(`${Math.round(measurement.unitsPerSecond)}/s, p99 ${measurement.latency.p99.toFixed(1)} ms`)
  return measurement
}

interface Used {
  server: Usage
  postgres: Usage
}

function toMeasurement(
  { scenario, concurrency, rate }: Load,
  database: BenchDatabase | null,
  result: LoadResult,
  before: Used,
  after: Used,
): Measurement {
  const unitsPerSecond = result.units / result.seconds
  const per1000 = (cpuSeconds: number) => (cpuSeconds * 1000) / Math.max(1, result.units)
  return {
    engine: database?.engine ?? 'none',
    scenario,
    concurrency,
    rate,
    unitsPerSecond,
    rowsPerSecond: unitsPerSecond * scenarios[scenario].rows,
    failures: result.failures,
    latency: result.latency,
    cpu: {
      server: per1000(cpuBetween(before.server, after.server)),
      postgres: per1000(cpuBetween(before.postgres, after.postgres)),
      generator: per1000(result.generatorCpuSeconds),
    },
    peakMb: after.server.peakMb,
  }
}
