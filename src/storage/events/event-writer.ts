import type { EntityManager } from '@mikro-orm/postgresql'
import { DomainError } from '../../domain/errors.ts'
import type { ChangeFeed } from '../changes/change-feed.ts'
import { isUnavailable } from '../failures.ts'
import { query } from '../sql.ts'
import type { EventRow } from './event-row.ts'
import { insertEvents } from './insert-events.ts'

interface Waiting {
  row: EventRow
  /** Whether the row may be stored only while its connection is open. */
  requiresOpenConnection: boolean
  stored: () => void
  refused: (error: unknown) => void
}

export interface EventWriterOptions {
  /** Statements that may run at once. */
  parallel: number
  /** Rows that may wait; beyond, appending is refused as overloaded. */
  capacity: number
  /** Most rows of one statement. */
  batchSize: number
}

/**
 * Stores events by group commit: what was appended while a statement ran goes into the next one, and each caller is
 * answered once its row is committed. Under load one commit serves many requests; without load a row goes at once.
 */
export class EventWriter {
  readonly #em: () => EntityManager
  readonly #changes: ChangeFeed
  readonly #options: EventWriterOptions
  #waiting: Waiting[] = []
  #running = 0
  #idle: (() => void)[] = []

  constructor(em: () => EntityManager, changes: ChangeFeed, options: EventWriterOptions) {
    this.#em = em
    this.#changes = changes
    this.#options = options
  }

  /**
   * Resolves when the row is committed; a row whose id is already there counts as stored.
   * @throws DomainError `overloaded` when too many rows wait or the database cannot be reached, `connection_ended`
   */
  append(row: EventRow, { requiresOpenConnection = false } = {}): Promise<void> {
    if (this.#waiting.length >= this.#options.capacity) {
      return Promise.reject(new DomainError('overloaded', 'Too many events are waiting to be stored'))
    }
    return new Promise((stored, refused) => {
      this.#waiting.push({ row, requiresOpenConnection, stored, refused })
      this.#pump()
    })
  }

  /**
   * Stores events with what else their transaction does; one that is already there is left as it is.
   * @returns how many were not there before
   */
  async insert(em: EntityManager, rows: readonly EventRow[]): Promise<number> {
    const stored = await insertEvents(em, rows)
    await this.#changes.announceEvents(em, rows)
    return stored
  }

  /** Resolves when nothing waits and nothing runs. */
  async drain(): Promise<void> {
    if (this.#running === 0 && this.#waiting.length === 0) return
    await new Promise<void>(resolve => this.#idle.push(resolve))
  }

  #pump(): void {
    while (this.#running < this.#options.parallel && this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#options.batchSize)
      this.#running++
      void this.#store(batch).finally(() => {
        this.#running--
        this.#pump()
        if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve()
      })
    }
  }

  /** Commits a batch; one that fails is split, so that a row that cannot be stored does not fail its neighbours. */
  async #store(batch: Waiting[]): Promise<void> {
    try {
      const accepted = await this.#em().transactional(async em => {
        const open = await withOpenConnection(em, batch)
        await this.insert(
          em,
          open.map(waiting => waiting.row),
        )
        return new Set(open)
      })
      for (const waiting of batch) {
        if (accepted.has(waiting)) waiting.stored()
        else waiting.refused(new DomainError('connection_ended'))
      }
    } catch (error) {
      if (batch.length === 1 || isUnavailable(error)) {
        for (const waiting of batch) waiting.refused(error)
        return
      }
      const middle = batch.length >> 1
      await this.#store(batch.slice(0, middle))
      await this.#store(batch.slice(middle))
    }
  }
}

/** Those of a batch that may be stored: one query looks at all connections that must be open. */
async function withOpenConnection(em: EntityManager, batch: Waiting[]): Promise<Waiting[]> {
  const ids = new Set(batch.filter(waiting => waiting.requiresOpenConnection).map(waiting => waiting.row.connectionId))
  if (ids.size === 0) return batch
  const ended = await query<{ id: string }>(
    em,
    'select id from connection where id = any($1::uuid[]) and end_time is not null',
    [[...ids]],
  )
  const endedIds = new Set(ended.map(row => row.id))
  return batch.filter(
    ({ row, requiresOpenConnection }) => !requiresOpenConnection || !endedIds.has(row.connectionId ?? ''),
  )
}
