import { LRUCache } from 'lru-cache'
import type { SelectedPair } from '../../domain/stats/candidate-pair.ts'
import type { ForgettableMemory } from '../../storage/changes/change-feed.ts'
import type { AppSettings } from '../../storage/tables/apps.ts'

/** The session behind a token, and all that its events are filed under. */
export interface SessionCaller {
  sessionId: string
  conferenceId: string
  participantId: string
  appId: string
}

/** Cached facts about a connection that stats come for. */
export interface KnownConnection {
  sessionId: string
  peerId: string
  /** The selected pair as its row shows it; a report that shows more updates the row. */
  shown: SelectedPair | null
  /** Row id by track id. */
  tracks: Map<string, string>
}

/**
 * Validity of an app that was looked up, ms: switching it off takes this long to reach its
 * running SDKs.
 */
const APP_TTL_MS = 2000

/**
 * Bounded memories of what does not change (who a session belongs to, that a participant is in a conference, that a
 * track has a row), and for a moment of what may. Nothing is ever written back from them.
 */
export class IngestCaches implements ForgettableMemory {
  readonly sessions = boundedCache<SessionCaller>(100_000, 3_600_000)
  /** Resolves to an app that takes reports. */
  readonly activeApps = boundedCache<Promise<AppSettings>>(10_000, APP_TTL_MS)
  readonly peers = boundedCache<string>(50_000, 60_000)
  readonly connections = boundedCache<KnownConnection>(100_000, 600_000)
  #forgotten = 0

  /** Changes whenever something is to be forgotten: what was read before must not be remembered after. */
  get epoch(): number {
    return this.#forgotten
  }

  /** @param epoch when the session was asked for */
  rememberSession(caller: SessionCaller, epoch: number): void {
    if (epoch === this.#forgotten) this.sessions.set(caller.sessionId, caller)
  }

  /** @param epoch when the peer was asked for */
  rememberPeer(key: string, participantId: string, epoch: number): void {
    if (epoch === this.#forgotten) this.peers.set(key, participantId)
  }

  forgetSessions(sessionIds: readonly string[]): void {
    this.#forgotten++
    for (const id of sessionIds) this.sessions.delete(id)
    this.peers.clear()
  }

  forgetAll(): void {
    this.#forgotten++
    this.sessions.clear()
    this.peers.clear()
    this.connections.clear()
  }
}

/** @param ttl ms */
const boundedCache = <Value extends NonNullable<unknown>>(entries: number, ttl: number): LRUCache<string, Value> =>
  // A limit of size: for one of number the cache would take the memory of all entries at once.
  new LRUCache<string, Value>({ maxSize: entries, sizeCalculation: () => 1, ttl })
