import { asObject, type JsonObject, type JsonValue } from '../json.ts'
import { type CounterName, counterRules, type EntryShape, type GaugeName, gaugeLimits } from './counters.ts'

/** The numbers of one getStats entry that can be believed; what is missing or absurd is not there. */
export interface Sample {
  /** When the browser took it, ms by its own clock. */
  timestamp: number
  counters: Partial<Record<CounterName, number>>
  gauges: Partial<Record<GaugeName, number>>
}

const isNumber = (value: JsonValue | undefined): value is number => typeof value === 'number' && Number.isFinite(value)

/** No call lasts longer, s: a counter beyond what it could reach in that time was never counted. */
const LONGEST_CALL_S = 7 * 24 * 3600

function isCount(value: JsonValue | undefined, name: CounterName): value is number {
  if (!isNumber(value) || Math.abs(value) > counterRules[name].perSecond * LONGEST_CALL_S) return false
  return value >= 0 || name === 'packetsLost'
}

/** A dot in a name leads into a record. */
function valueAt(entry: JsonObject, name: CounterName): JsonValue | undefined {
  const dot = name.indexOf('.')
  return dot < 0 ? entry[name] : asObject(entry[name.slice(0, dot)])[name.slice(dot + 1)]
}

function readCounters(entry: JsonObject, names: readonly CounterName[]): Sample['counters'] {
  const counters: Sample['counters'] = {}
  for (const name of names) {
    const value = valueAt(entry, name)
    if (isCount(value, name)) counters[name] = value
  }
  return counters
}

function readGauges(entry: JsonObject, names: readonly GaugeName[]): Sample['gauges'] {
  const gauges: Sample['gauges'] = {}
  for (const name of names) {
    const value = entry[name]
    if (isNumber(value) && value >= 0 && value <= gaugeLimits[name]) gauges[name] = value
  }
  return gauges
}

/** Null for an entry that does not say when it was taken: no interval could end with it. */
export function readSample(entry: JsonObject, { counters, gauges }: EntryShape): Sample | null {
  const timestamp = entry['timestamp']
  if (!isNumber(timestamp) || timestamp <= 0) return null
  return { timestamp, counters: readCounters(entry, counters), gauges: readGauges(entry, gauges) }
}
