import type { EntityManager } from '@mikro-orm/postgresql'
import { DomainError } from '../../domain/values/errors.ts'
import { channels } from '../../telemetry/channels.ts'
import { Batcher, type BatcherOptions, type QueuedItems } from '../batching/batcher.ts'
import type { ChangeFeed } from '../changes/change-feed.ts'
import type { EventRow } from './event-row.ts'
import type { ConditionalRow, EventStore } from './event-store.ts'
import { insertEvents } from './insert-events.ts'
import { tellStored } from './tell-stored.ts'

/** Size of the contents of an event. */
export const bytesOf = (row: EventRow): number =>
  (row.packed?.report.length ?? 0) + (row.data === null ? 0 : JSON.stringify(row.data).length)

/** Stores events by group commit; apps share the room and the turns. */
export class EventWriter {
  readonly #store: EventStore
  readonly #changes: ChangeFeed
  readonly #rows: Batcher<ConditionalRow, undefined>

  constructor(store: EventStore, changes: ChangeFeed, options: BatcherOptions) {
    this.#store = store
    this.#changes = changes
    this.#rows = new Batcher(rows => this.#commit(rows), options)
  }

  /**
   * Resolves when the row is committed; a row whose id is already there counts as stored.
   * @throws DomainError `overloaded` when too much waits or the database cannot be reached, `connection_ended`
   */
  append(row: EventRow, { requiresOpenConnection = false } = {}): Promise<void> {
    return this.#rows.add(row.appId, { row, requiresOpenConnection }, bytesOf(row))
  }

  /**
   * Stores events with what else their transaction does; one that is already there is left as it is.
   * @returns how many were not there before
   */
  async insert(em: EntityManager, rows: readonly EventRow[]): Promise<number> {
    const stored = await insertEvents(em, rows)
    tellStored(rows)
    await this.#changes.announceEvents(rows, em)
    return stored
  }

  /** Queue of rows. */
  get queued(): QueuedItems {
    return this.#rows.queued
  }

  /** Resolves when nothing waits and nothing runs. */
  drain(): Promise<void> {
    return this.#rows.drain()
  }

  async #commit(rows: readonly ConditionalRow[]): Promise<(DomainError | undefined)[]> {
    const ended = await this.#store.store(rows)
    if (channels.events.hasSubscribers) tellStored(rows.map(({ row }) => row))
    // What cannot be announced is found by those who watch, a little later.
    await this.#changes.announceEvents(rows.map(({ row }) => row)).catch(() => {})
    return rows.map(({ row, requiresOpenConnection }) =>
      requiresOpenConnection && ended.has(row.connectionId ?? '') ? new DomainError('connection_ended') : undefined,
    )
  }
}
