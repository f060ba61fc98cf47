import type { EntityManager } from '@mikro-orm/postgresql'
import { DomainError } from '../../domain/errors.ts'
import type { ChangeFeed } from '../changes/change-feed.ts'
import { isUnavailable } from '../failures.ts'
import type { EventRow } from './event-row.ts'
import type { ConditionalRow, EventStore } from './event-store.ts'
import { FairQueue } from './fair-queue.ts'
import { insertEvents } from './insert-events.ts'

interface Waiting extends ConditionalRow {
  stored: () => void
  refused: (error: unknown) => void
}

export interface EventWriterOptions {
  /** Statements that may run at once. */
  parallel: number
  /** Rows that must wait before a further statement runs beside another one: few are cheaper in its successor. */
  rowsBeside: number
  /** Bytes of rows that may wait; beyond, appending is refused as overloaded. */
  capacityBytes: number
  /** Most rows of one statement. */
  batchRows: number
  /** About the most bytes of one statement. */
  batchBytes: number
}

/** What a waiting row takes in memory beside its contents, in bytes, with the request and the socket that wait for it. */
const ROW_BYTES = 8 * 1024

const bytesOf = (row: EventRow): number =>
  ROW_BYTES + (row.packed?.report.length ?? 0) + (row.data === null ? 0 : JSON.stringify(row.data).length)

/**
 * Stores events by group commit: what was appended while a statement ran goes into the next one, and each caller is
 * answered once its row is committed. Under load one commit serves many requests; without load a row goes at once. Apps
 * share the room and the turns, so that one that sends too much is refused alone.
 */
export class EventWriter {
  readonly #store: EventStore
  readonly #changes: ChangeFeed
  readonly #options: EventWriterOptions
  readonly #waiting: FairQueue<Waiting>
  #running = 0
  #isDue = false
  #idle: (() => void)[] = []

  constructor(store: EventStore, changes: ChangeFeed, options: EventWriterOptions) {
    this.#store = store
    this.#changes = changes
    this.#options = options
    this.#waiting = new FairQueue(options.capacityBytes)
  }

  /**
   * Resolves when the row is committed; a row whose id is already there counts as stored.
   * @throws DomainError `overloaded` when too much waits or the database cannot be reached, `connection_ended`
   */
  append(row: EventRow, { requiresOpenConnection = false } = {}): Promise<void> {
    return new Promise((stored, refused) => {
      const waiting = { row, requiresOpenConnection, stored, refused }
      if (this.#waiting.offer(row.appId, waiting, bytesOf(row))) this.#pumpSoon()
      else refused(new DomainError('overloaded', 'Too many events are waiting to be stored'))
    })
  }

  /**
   * Stores events with what else their transaction does; one that is already there is left as it is.
   * @returns how many were not there before
   */
  async insert(em: EntityManager, rows: readonly EventRow[]): Promise<number> {
    const stored = await insertEvents(em, rows)
    await this.#changes.announceEvents(rows, em)
    return stored
  }

  /** Resolves when nothing waits and nothing runs. */
  async drain(): Promise<void> {
    if (this.#running === 0 && this.#waiting.size === 0) return
    await new Promise<void>(resolve => this.#idle.push(resolve))
  }

  /** Requests that arrived together go into one statement: what was read from all sockets at once is appended first. */
  #pumpSoon(): void {
    if (this.#isDue || this.#running === this.#options.parallel) return
    this.#isDue = true
    setImmediate(() => {
      this.#isDue = false
      this.#pump()
    })
  }

  #pump(): void {
    const { batchRows, batchBytes } = this.#options
    while (this.#mayRun()) {
      const batch = this.#waiting.take(batchRows, batchBytes)
      this.#running++
      void this.#commit(batch).finally(() => {
        this.#running--
        this.#pump()
        if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve()
      })
    }
  }

  #mayRun(): boolean {
    const { parallel, rowsBeside } = this.#options
    return this.#running < parallel && this.#waiting.size >= (this.#running === 0 ? 1 : rowsBeside)
  }

  /** Commits a batch; one that fails is split, so that a row that cannot be stored does not fail its neighbours. */
  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      const ended = await this.#store.store(batch)
      // What cannot be announced is found by those who watch, a little later.
      await this.#changes.announceEvents(batch.map(({ row }) => row)).catch(() => {})
      for (const { row, requiresOpenConnection, stored, refused } of batch) {
        if (requiresOpenConnection && ended.has(row.connectionId ?? '')) refused(new DomainError('connection_ended'))
        else stored()
      }
    } catch (error) {
      if (batch.length === 1 || isUnavailable(error)) {
        for (const { refused } of batch) refused(error)
        return
      }
      const middle = batch.length >> 1
      await this.#commit(batch.slice(0, middle))
      await this.#commit(batch.slice(middle))
    }
  }
}
