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
 * all that it had counted since the start. Of `packetsLost`, which goes up and down where packets are reordered, what lies
 * above all that was lost before: what came late after all is not lost again.
 */
export function believable(
  deltas: Deltas,
  before: Sample,
  after: Sample,
  highest: Highest,
): { deltas: Deltas; highest: Highest } {
  const known = isAnew(before, after, highest) ? before.counters : highest
  const kept: Deltas = {}
  const next: Highest = { ...known }
  for (const name of namesOf(deltas)) {
    const [from = 0, to = 0] = [before.counters[name], after.counters[name]]
    if (ruleOf(name).fall === 'allowed') kept[name] = Math.max(to - Math.max(from, known[name] ?? from), 0)
    else if (isBorneOut(name, from, known[name])) kept[name] = to - from
    next[name] = Math.max(from, to, known[name] ?? from)
  }
  return { deltas: kept, highest: next }
}

/** Whether growth may count from a reading. */
const isBorneOut = (name: CounterName, from: number, highest: number | undefined): boolean =>
  highest === undefined ? !ruleOf(name).confirmed : from >= highest
