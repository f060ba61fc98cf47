import { type EventCategory, eventCategories } from '../../domain/event.ts'
import type { JsonValue } from '../../domain/json.ts'
import type { PackedReport } from './report-packing.ts'

/** One reported thing, as it is stored. */
export interface EventRow {
  /** Makes a repeated insert of the same report a no-op, together with the conference. */
  id: string
  conferenceId: string
  appId: string
  sessionId: string
  participantId: string
  peerId: string | null
  connectionId: string | null
  trackId: string | null
  category: EventCategory
  type: string
  /** When it happened. */
  createdAt: Date
  /** When it was received. */
  receivedAt: Date
  /** Any JSON. Of a stats report what stood beside it (`timeTaken`, ms); the report is in `packed`. */
  data: JsonValue
  packed: PackedReport | null
}

/** Columns of `event` in the order of {@link eventValues}. */
export const eventColumns = [
  'id',
  'conference_id',
  'app_id',
  'session_id',
  'participant_id',
  'peer_id',
  'connection_id',
  'track_id',
  'category',
  'type',
  'created_at',
  'received_at',
  'data',
  'report',
  'dictionary',
  'track_count',
]

/** Stored as a number: the position in this list counted from 1 never changes. */
export const categoryNumber = (category: EventCategory): number => eventCategories.indexOf(category) + 1

export const eventValues = (row: EventRow): unknown[] => [
  row.id,
  row.conferenceId,
  row.appId,
  row.sessionId,
  row.participantId,
  row.peerId,
  row.connectionId,
  row.trackId,
  categoryNumber(row.category),
  row.type,
  row.createdAt.toISOString(),
  row.receivedAt.toISOString(),
  row.data === null ? null : JSON.stringify(row.data),
  row.packed?.report ?? null,
  row.packed?.dictionary ?? null,
  row.packed?.trackCount ?? null,
]
