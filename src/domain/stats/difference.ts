import { type CounterName, counterRules } from './counters.ts'
import type { Sample } from './sample.ts'

/** By how much counters grew; one that either sample lacks, or that moved impossibly, is not there. */
export type Deltas = Partial<Record<CounterName, number>>

/** Relation of a sample to the one before it of the same object. */
export type Step =
  /** Late or repeated: says nothing, and is no base for the next one. */
  | { kind: 'older' }
  /** Too close to tell anything: the first stays the base. */
  | { kind: 'soon' }
  /** No interval: a long gap, a counter that began anew, a clock set back. */
  | { kind: 'restart' }
  | { kind: 'interval'; seconds: number; deltas: Deltas }

/** A sample this much older by the browser's clock is not late (the SDK tries for 63 s): the clock was set back. */
export const CLOCK_SET_BACK_MS = 70_000

/** An interval is at least this share of the period: a report that came sooner is taken together with the next. */
const MIN_SHARE = 0.8

/** Timers are late by up to a second, most of all in background tabs. */
const TIMER_SLACK_MS = 1000

/** A gap longer than this is no interval, ms. */
export const longestInterval = (periodMs: number): number => 2 * periodMs + TIMER_SLACK_MS

/** Compares two samples. */
export function stepBetween(before: Sample, after: Sample, periodMs: number): Step {
  const ms = after.timestamp - before.timestamp
  if (ms <= -CLOCK_SET_BACK_MS) return { kind: 'restart' }
  if (ms <= 0) return { kind: 'older' }
  if (ms < MIN_SHARE * periodMs) return { kind: 'soon' }
  if (ms > longestInterval(periodMs)) return { kind: 'restart' }
  const deltas = growth(before, after)
  return deltas ? { kind: 'interval', seconds: ms / 1000, deltas } : { kind: 'restart' }
}

/** Growth between two samples; null when a counter began anew. The second must be the later one. */
export function growth(before: Sample, after: Sample): Deltas | null {
  const seconds = (after.timestamp - before.timestamp) / 1000
  const deltas: Deltas = {}
  for (const name of Object.keys(after.counters) as CounterName[]) {
    const [from, to] = [before.counters[name], after.counters[name]]
    if (from === undefined || to === undefined) continue
    const rule: { perSecond: number; fall?: string } = counterRules[name]
    if (to < from && rule.fall === 'restart') return null
    if (to < from && rule.fall !== 'allowed') continue
    if (Math.abs(to - from) <= rule.perSecond * seconds) deltas[name] = to - from
  }
  return deltas
}
