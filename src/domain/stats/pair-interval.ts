import { type Deltas, stepBetween } from './difference.ts'
import type { PairReport } from './report.ts'
import type { Sample } from './sample.ts'

/** Differences of the selected candidate pair between two consecutive reports. */
export interface PairInterval {
  /** Event time, ms since the epoch. */
  start: number
  end: number
  deltas: Deltas
  gauges: Sample['gauges']
  /** As of its start. */
  gaugesBefore: Sample['gauges']
}

/** State of the selected pair that is kept from report to report. */
export interface PairFacts {
  last: PairReport
  /** When another pair was selected, event time, ms since the epoch; those of the last minute. */
  changes: number[]
}

/** Window in which changes of the path are counted, ms. */
const PATH_WINDOW_MS = 60_000

/**
 * Takes in the pair of the next report; another pair begins its counters anew.
 * @param at event time of the report
 */
export function advancePair(
  facts: PairFacts,
  pair: PairReport,
  at: number,
  periodMs: number,
): { facts: PairFacts; interval: PairInterval | null; changed: boolean } {
  const step = stepBetween(facts.last.sample, pair.sample, periodMs)
  if (step.kind === 'older') return { facts, interval: null, changed: false }
  const changed = facts.last.id !== pair.id
  const changes = [...facts.changes, ...(changed ? [at] : [])].filter(time => time > at - PATH_WINDOW_MS)
  if (changed || step.kind === 'restart') return { facts: { last: pair, changes }, interval: null, changed }
  if (step.kind === 'soon') return { facts: { ...facts, changes }, interval: null, changed }
  const interval = {
    start: at - 1000 * step.seconds,
    end: at,
    deltas: step.deltas,
    gauges: pair.sample.gauges,
    gaugesBefore: facts.last.sample.gauges,
  }
  return { facts: { last: pair, changes }, interval, changed }
}
