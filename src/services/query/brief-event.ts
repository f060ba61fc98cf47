import { asObject, isJsonObject, type JsonValue } from '../../domain/values/json.ts'
import type { ShownEvent } from './split-event.ts'

/** Characters of JSON from which data is large. */
const LARGE = 1000

/** Characters up to which a member of large data is kept. */
const SHORT = 128

/** An event with no more than the short plain members of its data where that is large; of stats reports type and kind. */
export function briefEvent(event: ShownEvent): ShownEvent {
  const { category, data } = event
  if (category === 'stats') return data === null ? event : { ...event, data: subjectOf(data), dataOmitted: true }
  if (JSON.stringify(data).length <= LARGE) return event
  return { ...event, data: shortMembers(data), dataOmitted: true }
}

/** What the statistics of a track are about: RTCStats.type and RtpStreamStats.kind. */
function subjectOf(data: JsonValue): JsonValue {
  const { type, kind } = asObject(data)
  if (typeof type !== 'string') return null
  return typeof kind === 'string' ? { type, kind } : { type }
}

/** What a line can say of it: the signaling state, but not the descriptions that came with it. */
function shortMembers(data: JsonValue): JsonValue {
  if (!isJsonObject(data)) return null
  const short = Object.entries(data).filter(
    ([, value]) => value !== null && typeof value !== 'object' && JSON.stringify(value).length <= SHORT,
  )
  return short.length > 0 ? Object.fromEntries(short) : null
}
