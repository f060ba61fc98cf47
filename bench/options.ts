import { parseArgs } from 'node:util'
import { type ScenarioName, scenarioNames } from './load/scenarios.ts'
import type { Engine } from './system/bench-database.ts'

/** What is to be measured. */
export interface BenchOptions {
  engines: Engine[]
  scenarios: ScenarioName[]
  concurrency: number[]
  seconds: number
  /** Before each measurement, of what is measured. */
  warmUpSeconds: number
  /** Before the first one: what serves for years is measured with its code compiled, which takes as long as this. */
  compileSeconds: number
  /** How often all is measured; medians count. */
  runs: number
  /** Units a second that are sent whatever comes back; null: each connection sends the next after an answer. */
  rate: number | null
  /** Processes of the server that answer requests; undefined: its own default. */
  workers: string | undefined
  /** File that gets the result as JSON. */
  output: string
}

const USAGE = `npm run bench -- [options]
  --quick               2 s at 64 connections on PostgreSQL, stats only unless a scenario is named
  --engine NAME         postgres or embedded; both without it
  --scenario NAME       ${scenarioNames.join(', ')}; all without it; may be repeated
  --concurrency N       connections; may be repeated; 1, 16, 64 and 256 without it
  --seconds N           of each measurement, 5
  --rate N              units a second, whatever comes back; as many as are answered without it
  --runs N              medians of so many runs, 1
  --workers N           WORKERS of the server
  --output FILE         result as JSON, bench-result.json`

/** @throws Error that explains the options */
export function readOptions(argv: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      quick: { type: 'boolean', default: false },
      engine: { type: 'string' },
      scenario: { type: 'string', multiple: true },
      concurrency: { type: 'string', multiple: true },
      seconds: { type: 'string' },
      rate: { type: 'string' },
      runs: { type: 'string', default: '1' },
      workers: { type: 'string' },
      output: { type: 'string', default: 'bench-result.json' },
    },
  })
  const { quick, engine } = values
  const scenarios = values.scenario ?? (quick ? ['stats'] : [...scenarioNames])
  const options: BenchOptions = {
    engines: engine ? [engine as Engine] : quick ? ['postgres'] : ['postgres', 'embedded'],
    scenarios: scenarios as ScenarioName[],
    concurrency: (values.concurrency ?? (quick ? ['64'] : ['1', '16', '64', '256'])).map(Number),
    seconds: Number(values.seconds ?? (quick ? 2 : 5)),
    warmUpSeconds: quick ? 1 : 2,
    compileSeconds: quick ? 2 : 10,
    rate: values.rate === undefined ? null : Number(values.rate),
    runs: Number(values.runs),
    workers: values.workers,
    output: values.output,
  }
  if (!isSound(options)) throw new Error(USAGE)
  return options
}

const isSound = ({ engines, scenarios, concurrency, seconds, rate, runs }: BenchOptions): boolean =>
  engines.every(engine => ['postgres', 'embedded'].includes(engine)) &&
  scenarios.every(scenario => scenarioNames.includes(scenario)) &&
  [...concurrency, seconds, rate ?? 1, runs].every(number => number > 0)
