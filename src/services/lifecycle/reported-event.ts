import type { TrackDescription } from '../../domain/call/track.ts'
import type { Reporter } from '../../domain/lifecycle/call-draft.ts'
import type { TrackRow } from '../../domain/lifecycle/call-rows.ts'
import type { SelectedPair } from '../../domain/stats/candidate-pair.ts'
import type { DomainError } from '../../domain/values/errors.ts'
import type { EventRow } from '../../storage/events/event-row.ts'

/** Change that an event makes beside being stored. */
export type Change =
  | { kind: 'none' }
  | { kind: 'connection'; connectionId: string }
  /** The page was left, or the call ended: then its connections end, too. */
  | { kind: 'leave'; endsConnections: boolean }
  /** A connection delivered a track. */
  | { kind: 'new track'; description: TrackDescription }
  | { kind: 'track'; trackId: string }
  | { kind: 'user media'; tracks: readonly TrackDescription[] }
  /** A stats report that says more than is known. */
  | { kind: 'stats'; connectionId: string; pair: SelectedPair; tracks: readonly TrackDescription[] }

/** A checked event of a session, and what it changes. */
export interface ReportedEvent {
  /** Its `trackId` is found when it is stored. */
  row: EventRow
  /** Whether its id was chosen by the sender, or is made of its content: it may be stored already. */
  isNamed: boolean
  change: Change
}

/** Events that one request of a session reports, in the order in which they happened. */
export interface Report {
  reporter: Reporter
  events: readonly ReportedEvent[]
}

/** Outcome of an event. */
export interface Recorded {
  /** Of the event that is stored: of an earlier one when this one repeats it. */
  eventId: string
  /** Those that it tells of. */
  tracks: readonly TrackRow[]
}

/** Outcome of each event of a report, in their order; one that is refused is not stored. */
export type ReportOutcome = readonly (Recorded | DomainError)[]
