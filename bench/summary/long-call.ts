import { readFileSync } from 'node:fs'
import { v7 as uuidv7 } from 'uuid'
import { asObject, type JsonObject, type JsonValue } from '../../src/domain/values/json.ts'
import type { EventRow } from '../../src/storage/events/event-row.ts'
import { packReport } from '../../src/storage/events/report-packing.ts'
import { randomNumbers } from '../../test/support/random-numbers.ts'

/** How long the call is, and how many report in it. */
export interface LongCall {
  hours: number
  participants: number
  intervalS: number
}

/** Whose events they are. */
export interface Reporter {
  conferenceId: string
  appId: string
  sessionId: string
  participantId: string
  peerId: string
  connectionId: string
}

const recording = new URL('../../test/recordings/sdk-call.json', import.meta.url)

/** The stats bodies of a real call, 9.6 KB each. */
const bodies: JsonObject[] = (
  JSON.parse(readFileSync(recording, 'utf8')) as { requests: { path: string; body: string | null }[] }
).requests
  .filter(({ path, body }) => path === '/v1/stats' && body)
  .map(({ body }) => asObject(asObject(JSON.parse(body ?? ''))['data']))

const RECORDED_SECONDS = 10

/** Every report of one participant: real bodies whose counters grow and whose gauges move, each with its own SSRCs. */
export function* reportsOf(reporter: Reporter, call: LongCall, start: Date, seed: number): Generator<EventRow> {
  const random = randomNumbers(seed)
  const count = (call.hours * 3600) / call.intervalS
  for (let index = 1; index <= count; index++) {
    const seconds = index * call.intervalS
    const at = new Date(start.getTime() + 1000 * seconds + seed)
    const body = bodies[index % 2] ?? {}
    const text = JSON.stringify(varied(body, { factor: seconds / RECORDED_SECONDS, at: at.getTime(), seed, random }))
    yield {
      ...reporter,
      id: uuidv7({ msecs: at.getTime() }),
      trackId: null,
      category: 'stats',
      type: 'stats',
      createdAt: at,
      receivedAt: at,
      data: null,
      collectionTimeMs: 4,
      packed: packReport(Buffer.from(text), 4, false),
    }
  }
}

interface Variation {
  /** How much more time has passed than in the recording. */
  factor: number
  at: number
  seed: number
  random: () => number
}

const COUNTER =
  /^(total|bytes|packets|frames|samples|concealed|silent|jitterBuffer|header|responses|requests|retransmitted|nack|pli|key)/
const GAUGE =
  /^(jitter|roundTripTime|currentRoundTripTime|availableOutgoingBitrate|audioLevel|targetBitrate|framesPerSecond)$/

function varied(value: JsonValue, by: Variation, key = ''): JsonValue {
  if (Array.isArray(value)) return value.map(one => varied(one, by))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, varied(inner, by, name)]))
  }
  if (typeof value !== 'number') return value
  if (/timestamp/i.test(key)) return by.at
  if (key === 'ssrc') return (value + by.seed) % 2 ** 32
  if (GAUGE.test(key)) return value * (0.8 + 0.4 * by.random())
  return COUNTER.test(key) ? scaled(value, by.factor) : value
}

const scaled = (value: number, factor: number) =>
  Number.isInteger(value) ? Math.round(value * factor) : value * factor
