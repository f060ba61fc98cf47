import { type CounterName, type CounterRule, counterRules } from './counters.ts'
import type { Deltas } from './difference.ts'
import type { Sample } from './sample.ts'

/** The highest value of each counter of a stream, as two readings in a row have shown it, since it began. */
export type Highest = Sample['counters']

const namesOf = (counters: Sample['counters']) => Object.keys(counters) as CounterName[]

const ruleOf = (name: CounterName): CounterRule => counterRules[name]

/**
 * Whether the stream began anew: every counter that falls only then lies below what it had reached, at both ends. One that
 * is missing shows nothing.
 */
function isAnew(before: Sample, after: Sample, highest: Highest): boolean {
  const telling = namesOf(highest).filter(name => ruleOf(name).fall === 'restart')
  const isBelow = ({ counters }: Sample, name: CounterName) => {
    const value = counters[name]
    return value !== undefined && value < (highest[name] ?? 0)
  }
  return telling.length > 0 && telling.every(name => isBelow(before, name) && isBelow(after, name))
}

/**
 * Growth that can be believed: a counter that fell in one report and comes back in the next would seem to have grown by
 * all that it had counted since the start.
 */
export function believable(
  deltas: Deltas,
  before: Sample,
  after: Sample,
  highest: Highest,
): { deltas: Deltas; highest: Highest } {
  if (isAnew(before, after, highest)) return { deltas, highest: after.counters }
  const kept: Deltas = {}
  const next: Highest = { ...highest }
  for (const name of namesOf(deltas)) {
    if (isBorneOut(name, before, highest)) kept[name] = deltas[name] as number
    next[name] = Math.max(before.counters[name] ?? 0, after.counters[name] ?? 0, highest[name] ?? 0)
  }
  return { deltas: kept, highest: next }
}

/** Whether growth may count from a reading. */
function isBorneOut(name: CounterName, { counters }: Sample, highest: Highest): boolean {
  const { fall, confirmed } = ruleOf(name)
  const before = highest[name]
  if (before === undefined) return !confirmed
  return fall === 'allowed' || (counters[name] ?? 0) >= before
}
