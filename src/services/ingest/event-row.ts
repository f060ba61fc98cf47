import { hash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { EventCategory } from '../../domain/call/event.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import { uuidOfDigest } from '../../domain/values/uuid.ts'
import type { EventRow } from '../../storage/events/event-row.ts'
import type { SessionCaller } from './caches.ts'

interface Reported {
  category: EventCategory
  type: string
  at: Date
  receivedAt: Date
  /** The sender's own id of the event: a repetition is stored once. */
  eventId?: string | undefined
  peerId?: string | undefined
  connectionId?: string | undefined
  trackId?: string | undefined
  data?: JsonValue
}

/** The id of an event that its sender named: senders need not know of each other's names. */
const ownEventId = ({ sessionId }: SessionCaller, eventId: string): string =>
  uuidOfDigest(hash('sha256', `${sessionId} ${eventId}`, 'buffer'))

/** The row of something that the caller's session reported. */
export const eventRow = (caller: SessionCaller, reported: Reported): EventRow => ({
  id: reported.eventId ? ownEventId(caller, reported.eventId) : uuidv7({ msecs: reported.at.getTime() }),
  conferenceId: caller.conferenceId,
  appId: caller.appId,
  sessionId: caller.sessionId,
  participantId: caller.participantId,
  peerId: reported.peerId ?? null,
  connectionId: reported.connectionId ?? null,
  trackId: reported.trackId ?? null,
  category: reported.category,
  type: reported.type,
  createdAt: reported.at,
  receivedAt: reported.receivedAt,
  data: reported.data ?? null,
  collectionTimeMs: null,
  packed: null,
})
