import type { Conference } from '../../storage/entities/conference.ts'
import type { Connection } from '../../storage/entities/connection.ts'
import type { Issue } from '../../storage/entities/issue.ts'
import type { Participant } from '../../storage/entities/participant.ts'
import type { Session } from '../../storage/entities/session.ts'
import type { Track } from '../../storage/entities/track.ts'
import type { StoredEvent } from '../../storage/events/read-events.ts'

/** A row that is new or has changed. */
export type CallRow =
  | { kind: 'participant'; participant: Participant }
  | { kind: 'session'; session: Session; issueIds: string[] }
  | { kind: 'connection'; connection: Connection }
  | { kind: 'track'; track: Track }

/** Something new in a watched conference. */
export type WatchItem =
  | CallRow
  | { kind: 'event'; event: StoredEvent }
  | { kind: 'issue'; issue: Issue }
  /** It began, or ended. */
  | { kind: 'conference'; conference: Conference }

/**
 * Time after which a received event is on the disk at the latest, or the clocks of two servers may differ, in
 * ms: so far back is looked again where a notification may have been missed, and where a watch is taken up again.
 */
export const SETTLING_MS = 60_000
