import { type EventCategory, eventCategories } from '../../domain/call/event.ts'
import type { JsonValue } from '../../domain/values/json.ts'
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
  /** Any JSON; null of a stats report, which is in `packed`. */
  data: JsonValue
  /** Duration of getStats for a stats report, ms. */
  collectionTimeMs: number | null
  packed: PackedReport | null
}

/** Stored as a number: the position in this list counted from 1 never changes. */
export const categoryNumber = (category: EventCategory): number => eventCategories.indexOf(category) + 1

/**
 * Columns that repeat the row of the connection: a stats report is stored without, which lets six of them share a page
 * where five did.
 */
export const unlessSaidByConnection = <Id>({ packed }: Pick<EventRow, 'packed'>, id: Id): Id | null =>
  packed ? null : id
