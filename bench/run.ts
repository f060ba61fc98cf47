import { type CopyResult, copyReports } from './baselines/copy-reports.ts'
import { runLoad } from './load/run-load.ts'
import type { BenchOptions } from './options.ts'
import { showProgress } from './report/progress.ts'
import { type BenchDatabase, createBenchDatabase, type Engine } from './system/bench-database.ts'
import { type Load, type Measurement, measure } from './system/measure.ts'
import { type ServerUnderTest, startParseServer, startServerUnderTest } from './system/server-under-test.ts'

/** All that one run measured. */
export interface BenchRun {
  measurements: Measurement[]
  /** A server that only parses the same reports. */
  bare: Measurement | undefined
  copied: { jsonb: CopyResult; split: CopyResult; packed: CopyResult } | undefined
  /** First start on an empty database and the one after it, to the first answer, ms. */
  starts: { engine: Engine; firstMs: number; nextMs: number }[]
}

/** The load under which the baselines are measured, too. */
const COMPARED = 64

/** Measures everything once, the baselines in between. */
export async function runOnce(options: BenchOptions): Promise<BenchRun> {
  const run: BenchRun = { measurements: [], bare: undefined, copied: undefined, starts: [] }
  for (const engine of options.engines) await runEngine(engine, options, run)
  return run
}

async function runEngine(engine: Engine, options: BenchOptions, run: BenchRun): Promise<void> {
  await using database = await createBenchDatabase(engine)
  const environment = options.workers === undefined ? {} : { WORKERS: options.workers }
  const start = () => startServerUnderTest(database, environment)
  const firstMs = await startMs(start)
  await using server = await start()
  run.starts.push({ engine, firstMs, nextMs: server.startMs })
  await compile(server, options)
  for (const scenario of options.scenarios) {
    if (scenario === 'stats' && database.url) await baselines(database.url, options, run)
    for (const concurrency of options.concurrency) {
      const load = { ...closed(scenario, concurrency, options), rate: options.rate }
      run.measurements.push(await measure(server, database, load))
    }
    if (scenario === 'stats') await halfRate(server, database, options, run)
  }
}

async function startMs(start: () => Promise<ServerUnderTest>): Promise<number> {
  await using server = await start()
  return server.startMs
}

const closed = (scenario: Load['scenario'], concurrency: number, { seconds, warmUpSeconds }: BenchOptions): Load => ({
  scenario,
  concurrency,
  seconds,
  warmUpSeconds,
  rate: null,
})

async function baselines(url: string, options: BenchOptions, run: BenchRun): Promise<void> {
  run.copied = {
    jsonb: await copyReports(url, 'jsonb'),
    split: await copyReports(url, 'jsonb split'),
    packed: await copyReports(url, 'packed'),
  }
  await using bare = await startParseServer()
  await compile(bare, options)
  run.bare = await measure(bare, null, closed('stats', COMPARED, options))
}

/** Has a new server take reports until V8 has compiled what they run through. */
async function compile({ target }: ServerUnderTest, options: BenchOptions): Promise<void> {
  const progress = showProgress('new server')
  const load = { ...closed('stats', COMPARED, options), seconds: options.compileSeconds, warmUpSeconds: 0 }
  await runLoad({ ...load, target }, { begins() {}, progress: done => progress.tell(`${done} reports to begin with`) })
  progress.end('its code is compiled')
}

/** Open loop at half of the most that a closed loop got. */
async function halfRate(
  server: ServerUnderTest,
  database: BenchDatabase,
  options: BenchOptions,
  run: BenchRun,
): Promise<void> {
  const most = Math.max(
    ...run.measurements
      .filter(({ engine, scenario }) => engine === database.engine && scenario === 'stats')
      .map(({ unitsPerSecond }) => unitsPerSecond),
  )
  const concurrency = Math.max(...options.concurrency)
  const load = { ...closed('stats', concurrency, options), rate: Math.max(1, Math.round(most / 2)) }
  run.measurements.push(await measure(server, database, load))
}
