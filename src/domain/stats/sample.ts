import { asObject, type JsonObject, type JsonValue } from '../values/json.ts'
import { type CounterName, counterRules, type EntryShape, type GaugeName, gaugeLimits } from './counters.ts'

/** The numbers of one getStats entry that can be believed; what is missing or absurd is not there. */
export interface Sample {
  /** When the browser took it, ms by its own clock. */
  timestamp: number
  counters: Partial<Record<CounterName, number>>
  gauges: Partial<Record<GaugeName, number>>
}

/** Bridges of native WebRTC hand numbers over as text. */
const DECIMAL = /^-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,3})?$/i

/** A number, or decimal text for one; undefined for anything else. */
export function readNumber(value: JsonValue | undefined): number | undefined {
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** No call lasts longer, s: a counter beyond what it could reach in that time was never counted. */
const MAX_CALL_S = 7 * 24 * 3600

/** `packetsLost` is signed; engines that show it unsigned have -1 as 2^32 - 1. */
const signed = (value: number) => (value >= 2 ** 31 && value < 2 ** 32 ? value - 2 ** 32 : value)

function readCount(value: JsonValue | undefined, name: CounterName): number | undefined {
  const number = readNumber(value)
  if (number === undefined) return undefined
  const count = name === 'packetsLost' ? signed(number) : number
  if (Math.abs(count) > counterRules[name].perSecond * MAX_CALL_S) return undefined
  return count >= 0 || name === 'packetsLost' ? count : undefined
}

/** A dot in a name leads into a record. */
function valueAt(entry: JsonObject, name: CounterName): JsonValue | undefined {
  const dot = name.indexOf('.')
  return dot < 0 ? entry[name] : asObject(entry[name.slice(0, dot)])[name.slice(dot + 1)]
}

function readGauge(value: JsonValue | undefined, name: GaugeName): number | undefined {
  const number = readNumber(value)
  return number !== undefined && number >= 0 && number <= gaugeLimits[name] ? number : undefined
}

/** 2000-01-01 and 2100-01-01: times of getStats are ms since the epoch; some bridges give s or µs. */
const isEpochMs = (time: number) => time >= 946_684_800_000 && time <= 4_102_444_800_000

/** When an entry was taken, ms by the browser's clock; undefined for what is no plausible time. */
export function readTimestamp({ timestamp }: JsonObject): number | undefined {
  const time = readNumber(timestamp)
  return time !== undefined && isEpochMs(time) ? time : undefined
}

/**
 * @param otherwise the time of an entry that has no plausible one of its own, ms
 * @param track stats of type `track`, where engines up to Chromium 108 keep some numbers of the stream
 */
export function readSample(
  entry: JsonObject,
  { counters, gauges }: EntryShape,
  otherwise: number,
  track: JsonObject = {},
): Sample {
  const sample: Sample = { timestamp: readTimestamp(entry) ?? otherwise, counters: {}, gauges: {} }
  for (const name of counters) {
    const count = readCount(valueAt(entry, name) ?? valueAt(track, name), name)
    if (count !== undefined) sample.counters[name] = count
  }
  for (const name of gauges) {
    const gauge = readGauge(entry[name] ?? track[name], name)
    if (gauge !== undefined) sample.gauges[name] = gauge
  }
  return sample
}
