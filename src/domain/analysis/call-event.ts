import type { EventCategory } from '../call/event.ts'
import type { JsonValue } from '../values/json.ts'

/** Something that happened in a call, as the analysis reads it. */
export interface CallEvent {
  /** Event time (not arrival), ms since the epoch. */
  at: number
  category: EventCategory
  /** Name of the event, such as `onconnectionstatechange`, `custom`, `ended`, `stats`. */
  type: string
  participantId: string
  sessionId: string
  /** The participant at the other end of the connection. */
  peerId: string | null
  connectionId: string | null
  /** MediaStreamTrack.id, for events about a track. */
  trackIdentifier: string | null
  /** Reported data; for `stats` the whole report that the SDK's stats library builds. */
  data: JsonValue
}
