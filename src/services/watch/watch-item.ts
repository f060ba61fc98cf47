import type { Conference } from '../../storage/entities/conference.ts'
import type { Issue } from '../../storage/entities/issue.ts'
import type { StoredEvent } from '../../storage/events/read-events.ts'

/** Something new in a watched conference. */
export type WatchItem =
  | { kind: 'event'; event: StoredEvent }
  | { kind: 'issue'; issue: Issue }
  /** It began, or ended. */
  | { kind: 'conference'; conference: Conference }

/**
 * How long after it was received an event may still be on its way to the disk, or the clocks of two servers may differ, in
 * ms: so far back is looked again where a notification may have been missed, and where a watch is taken up again.
 */
export const SETTLING_MS = 60_000
