import { LRUCache } from 'lru-cache'
import type { SelectedPair } from '../../domain/candidate-pair.ts'

/** The session behind a token, and all that its events are filed under. */
export interface SessionCaller {
  sessionId: string
  conferenceId: string
  participantId: string
  appId: string
}

/** What is known of a connection that stats come for. */
export interface KnownConnection {
  sessionId: string
  peerId: string
  /** What its row already says; a report that says more updates the row. */
  shown: SelectedPair | null
  /** Row id by track id. */
  tracks: Map<string, string>
}

/**
 * How long a session counts as allowed to report after it was looked up, in ms: switching an app off takes this long to
 * reach its running SDKs.
 */
export const SESSION_TTL_MS = 2000

/**
 * Bounded memories of what does not change (who a session belongs to, that a participant is in a conference, that a
 * track has a row). Nothing is ever written back from them.
 */
export class IngestCaches {
  readonly sessions = new LRUCache<string, SessionCaller>({ max: 50_000, ttl: SESSION_TTL_MS })
  readonly peers = new LRUCache<string, string>({ max: 50_000, ttl: 60_000 })
  readonly connections = new LRUCache<string, KnownConnection>({ max: 50_000, ttl: 600_000 })
}
