import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../engine/sql.ts'
import { type ConditionalRow, type EventStore, guardedConnections, SELECT_ENDED } from './event-store.ts'
import { insertEvents } from './insert-events.ts'

/** Stores events over the one session of the embedded engine, in a transaction of the ORM. */
export class SessionEventStore implements EventStore {
  readonly #em: () => EntityManager

  constructor(em: () => EntityManager) {
    this.#em = em
  }

  async store(rows: readonly ConditionalRow[]): Promise<ReadonlySet<string>> {
    return await this.#em().transactional(async em => {
      const guarded = guardedConnections(rows)
      const records = guarded.length === 0 ? [] : await query<{ id: string }>(em, SELECT_ENDED, [guarded])
      const ended = new Set(records.map(({ id }) => id))
      const open = rows.filter(
        ({ row, requiresOpenConnection }) => !requiresOpenConnection || !ended.has(row.connectionId ?? ''),
      )
      await insertEvents(
        em,
        open.map(({ row }) => row),
      )
      return ended
    })
  }

  async close(): Promise<void> {}
}
