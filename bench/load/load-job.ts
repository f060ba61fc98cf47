import type { LatencySummary } from './latencies.ts'
import type { ScenarioName } from './scenarios.ts'
import type { Target } from './unit.ts'

/** What the generator is to do. */
export interface LoadJob {
  scenario: ScenarioName
  target: Target
  /** Clients, each with a connection and one request under way. */
  concurrency: number
  /** Duration of what is measured, after a warm-up. */
  seconds: number
  warmUpSeconds: number
  /** Units a second that are sent whatever comes back (open loop); null: each client sends the next after an answer. */
  rate: number | null
}

/** What the generator tells while it works. */
export type LoadMessage =
  | { kind: 'begins' }
  | { kind: 'progress'; done: number }
  | { kind: 'result'; result: LoadResult }

export interface LoadResult {
  units: number
  failures: number
  seconds: number
  latency: LatencySummary
  /** CPU seconds of the generator itself. */
  generatorCpuSeconds: number
}
