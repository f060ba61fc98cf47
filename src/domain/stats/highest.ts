import { type CounterName, type CounterRule, counterRules } from './counters.ts'
import type { Deltas } from './difference.ts'
import type { Sample } from './sample.ts'

/** The highest value of a counter, as two readings in a row have shown it. */
interface Peak {
  value: number
  /** Readings in a row that lay below it. */
  below: number
}

/** By counter of a stream, since the stream began. */
export type Highest = Partial<Record<CounterName, Peak>>

/** After so many readings in a row below it, a highest value was an odd one: the counter goes on from where it is. */
const GIVEN_UP_AFTER = 6

const namesOf = (counters: Partial<Record<CounterName, unknown>>) => Object.keys(counters) as CounterName[]

const ruleOf = (name: CounterName): CounterRule => counterRules[name]

/**
 * Whether the stream began anew: every counter that falls only then lies below what it had reached, at both ends. One that
 * is missing shows nothing.
 */
function isAnew(before: Sample, after: Sample, highest: Highest): boolean {
  const telling = namesOf(highest).filter(name => ruleOf(name).fall === 'restart')
  const isBelow = ({ counters }: Sample, name: CounterName) => {
    const value = counters[name]
    return value !== undefined && value < (highest[name]?.value ?? 0)
  }
  return telling.length > 0 && telling.every(name => isBelow(before, name) && isBelow(after, name))
}

const peaksOf = (counters: Sample['counters']): Highest =>
  Object.fromEntries(Object.entries(counters).map(([name, value]) => [name, { value, below: 0 }]))

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
  const known = isAnew(before, after, highest) ? peaksOf(before.counters) : highest
  const kept: Deltas = {}
  const next: Highest = { ...known }
  for (const name of namesOf(deltas)) {
    const [from = 0, to = 0] = [before.counters[name], after.counters[name]]
    const peak = known[name]?.value
    if (ruleOf(name).fall === 'allowed') kept[name] = Math.max(to - Math.max(from, peak ?? from), 0)
    else if (isBorneOut(name, from, peak)) kept[name] = to - from
    next[name] = raised(known[name], from, to)
  }
  return { deltas: kept, highest: next }
}

function raised(peak: Peak | undefined, from: number, to: number): Peak {
  const reached = Math.max(from, to)
  if (!peak || reached >= peak.value) return { value: reached, below: 0 }
  return peak.below + 1 >= GIVEN_UP_AFTER ? { value: reached, below: 0 } : { ...peak, below: peak.below + 1 }
}

/** Whether growth may count from a reading. */
const isBorneOut = (name: CounterName, from: number, highest: number | undefined): boolean =>
  highest === undefined ? !ruleOf(name).confirmed : from >= highest
