import type { EntityManager } from '@mikro-orm/postgresql'
import { Track } from '../../storage/entities/track.ts'

/** Most that an event waits for its track, ms: a page announces a track and tells of it in requests that can change places. */
const PATIENCE_MS = 1000

/** Period at which it is looked whether another request, at any server, told of it, ms. */
const LOOK_EVERY_MS = 250

/** Events that may wait at once; further ones are taken as they are. */
const MAX_WAITING = 50

/** Lets events of tracks wait for the announcement that they have overtaken. */
export class TrackAnnouncements {
  readonly #em: () => EntityManager
  readonly #waiting = new Map<string, Set<() => void>>()
  #count = 0

  constructor(em: () => EntityManager) {
    this.#em = em
  }

  /** Resolves when the session has the track, or it is no use to wait longer. */
  async whenAnnounced(sessionId: string, trackId: string): Promise<void> {
    const until = performance.now() + PATIENCE_MS
    while (!(await this.#isKnown(sessionId, trackId))) {
      const left = until - performance.now()
      if (left <= 0 || this.#count >= MAX_WAITING) return
      await this.#announcement(keyOf(sessionId, trackId), Math.min(left, LOOK_EVERY_MS))
    }
  }

  /** Tells those who wait that a track was stored. */
  announce(sessionId: string, trackId: string): void {
    for (const wake of this.#waiting.get(keyOf(sessionId, trackId)) ?? []) wake()
  }

  async #isKnown(session: string, trackId: string): Promise<boolean> {
    return (await this.#em().count(Track, { session, trackId })) > 0
  }

  async #announcement(key: string, ms: number): Promise<void> {
    const { promise, resolve: wake } = Promise.withResolvers<void>()
    const wakers = this.#waiting.get(key) ?? new Set()
    this.#waiting.set(key, wakers.add(wake))
    this.#count++
    const timer = setTimeout(wake, ms)
    await promise
    clearTimeout(timer)
    this.#count--
    wakers.delete(wake)
    if (wakers.size === 0) this.#waiting.delete(key)
  }
}

const keyOf = (sessionId: string, trackId: string): string => `${sessionId} ${trackId}`
