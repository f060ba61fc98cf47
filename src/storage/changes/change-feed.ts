import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Logger } from 'pino'
import type { Database } from '../engine/database.ts'
import { query } from '../engine/sql.ts'
import { listenTo } from './notifications.ts'

/** Committed changes of a conference. */
export interface Change {
  kind: 'event' | 'issue' | 'conference'
  /** Of the rows that are new or changed. */
  ids: string[]
}

/** Told of the changes of one conference. */
export interface ChangeListener {
  onChange(change: Change): void
}

/** Caches of rows, to be emptied when the rows are deleted. */
export interface ForgettableMemory {
  forgetSessions(sessionIds: readonly string[]): void
  forgetAll(): void
}

/** Changes that happened; sent in the transaction that makes them. */
const CHANGES = 'peermetrics_change'

/** Conferences that some server watches from now on: others begin to announce what they store of them. */
const WATCHES = 'peermetrics_watch'

/** Sessions that were deleted while tokens for them may still be in use. */
const FORGETS = 'peermetrics_forget'

/** Validity of a watch after its server last confirmed it, s; one that died stops counting by itself. */
const VALIDITY_S = 90
const CONFIRM_EVERY_MS = 30_000

/** Ids of one notification: PostgreSQL takes payloads of less than 8000 bytes. */
const IDS_PER_NOTIFICATION = 150

/**
 * Tells whoever watches a conference at this server what is committed about it at any server. What nobody watches is not
 * announced, so that storing costs nothing more.
 */
export class ChangeFeed implements AsyncDisposable {
  readonly #em: () => EntityManager
  readonly #memory: ForgettableMemory
  readonly #serverId = randomUUID()
  readonly #listeners = new Map<string, Set<ChangeListener>>()
  /** Until when conferences are watched, here or elsewhere; ms since the epoch. */
  readonly #watched = new Map<string, number>()
  readonly #resources = new AsyncDisposableStack()

  private constructor(em: () => EntityManager, memory: ForgettableMemory) {
    this.#em = em
    this.#memory = memory
  }

  static async open(database: Database, memory: ForgettableMemory, log: Logger): Promise<ChangeFeed> {
    const feed = new ChangeFeed(database.em, memory)
    const fail = (err: unknown) => log.warn({ err }, 'watches could not be brought up to date')
    const listening = await listenTo(database.native, [CHANGES, WATCHES, FORGETS], {
      onNotification: (channel, payload) => feed.#take(channel, payload),
      onConnected: () => {
        memory.forgetAll()
        void feed.#loadWatched().catch(fail)
      },
    })
    feed.#resources.use(listening)
    const timer = setInterval(() => void feed.#confirm().catch(fail), CONFIRM_EVERY_MS).unref()
    feed.#resources.defer(() => clearInterval(timer))
    return feed
  }

  /**
   * Announces events of watched conferences.
   * @param em with the transaction that stores them; without one they must have been committed
   */
  async announceEvents(
    events: readonly { conferenceId: string; id: string }[],
    em: EntityManager = this.#em(),
  ): Promise<void> {
    if (this.#watched.size === 0) return
    const watched = events.filter(({ conferenceId }) => this.#isWatched(conferenceId))
    for (const [conferenceId, group] of Map.groupBy(watched, event => event.conferenceId)) {
      for (let from = 0; from < group.length; from += IDS_PER_NOTIFICATION) {
        const ids = group.slice(from, from + IDS_PER_NOTIFICATION).map(event => event.id)
        await query(em, 'select pg_notify($1, $2)', [CHANGES, JSON.stringify({ conferenceId, kind: 'event', ids })])
      }
    }
  }

  /** Has all servers forget deleted sessions, once the entity manager's transaction is committed. */
  async announceDeletedSessions(em: EntityManager, sessionIds: readonly string[]): Promise<void> {
    for (let from = 0; from < sessionIds.length; from += IDS_PER_NOTIFICATION) {
      const ids = sessionIds.slice(from, from + IDS_PER_NOTIFICATION)
      await query(em, 'select pg_notify($1, $2)', [FORGETS, ids.join(' ')])
    }
  }

  /** Listens to the changes of a conference until the subscription is disposed of. */
  async subscribe(conferenceId: string, listener: ChangeListener): Promise<Disposable> {
    const listeners = this.#listeners.get(conferenceId) ?? new Set()
    this.#listeners.set(conferenceId, listeners.add(listener))
    await this.#announceWatch([conferenceId])
    return {
      [Symbol.dispose]: () => {
        listeners.delete(listener)
        if (listeners.size === 0) this.#listeners.delete(conferenceId)
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync()
  }

  #isWatched(conferenceId: string): boolean {
    return (this.#watched.get(conferenceId) ?? 0) > Date.now()
  }

  #take(channel: string, payload: string): void {
    if (channel === FORGETS) this.#memory.forgetSessions(payload.split(' '))
    else if (channel === WATCHES) this.#watched.set(payload, Date.now() + VALIDITY_S * 1000)
    else this.#tell(payload)
  }

  #tell(payload: string): void {
    const { conferenceId, ...change } = JSON.parse(payload) as Change & { conferenceId: string }
    for (const listener of this.#listeners.get(conferenceId) ?? []) listener.onChange(change)
  }

  async #announceWatch(conferenceIds: readonly string[]): Promise<void> {
    await query(
      this.#em(),
      `with watched as (
         insert into watch (conference_id, server_id, expires_at)
         select id, $2, now() + make_interval(secs => $3) from unnest($1::uuid[]) as id
         on conflict (conference_id, server_id) do update set expires_at = excluded.expires_at
         returning conference_id)
       select pg_notify($4, conference_id::text) from watched`,
      [conferenceIds, this.#serverId, VALIDITY_S, WATCHES],
    )
  }

  /** Confirms the watches of this server, and forgets what is over. */
  async #confirm(): Promise<void> {
    const now = Date.now()
    for (const [id, until] of this.#watched) if (until <= now) this.#watched.delete(id)
    if (this.#listeners.size === 0) return
    await this.#announceWatch([...this.#listeners.keys()])
    await query(this.#em(), 'delete from watch where expires_at <= now()')
  }

  async #loadWatched(): Promise<void> {
    const rows = await query<{ id: string; seconds: number }>(
      this.#em(),
      `select conference_id as id, extract(epoch from max(expires_at) - now())::float8 as seconds from watch
        where expires_at > now() group by conference_id`,
    )
    for (const { id, seconds } of rows) this.#watched.set(id, Date.now() + seconds * 1000)
  }
}
