import { Client, Pool } from 'pg'
import type { Logger } from 'pino'
import { tellStatement } from '../engine/tell-statement.ts'
import { CONNECT_TIMEOUT_MS } from '../postgres/connect-timeout.ts'
import { countsOf, type PoolCounts } from '../postgres/pool-counts.ts'
import type { ServerWatch } from '../postgres/server-watch.ts'
import { PREFER_LZ4 } from '../postgres/toast-compression.ts'
import { BULK_INSERT, bulkInsertParameters } from './bulk-insert.ts'
import { type ConditionalRow, type EventStore, guardedConnections, SELECT_ENDED } from './event-store.ts'

/**
 * Stores events on a PostgreSQL server over connections of its own, past the ORM: one prepared statement a batch, one
 * round trip, one commit.
 */
export class PooledEventStore implements EventStore {
  readonly #pool: Pool

  constructor({ url, watch, connections }: { url: string; watch: ServerWatch; connections: number }, log: Logger) {
    this.#pool = new Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      application_name: 'peermetrics events',
      Client: watch.clients(Client),
      onConnect: client => client.query(PREFER_LZ4),
    })
    // A connection that the server drops while it is idle is replaced by the next statement.
    this.#pool.on('error', error => log.warn({ err: error }, 'a connection to PostgreSQL was lost'))
  }

  async store(rows: readonly ConditionalRow[]): Promise<ReadonlySet<string>> {
    const values = bulkInsertParameters(rows)
    const statement = { name: 'store events', text: BULK_INSERT, values }
    const { rowCount } = await tellStatement(BULK_INSERT, () => this.#pool.query(statement))
    return rowCount === rows.length ? new Set() : await this.#ended(rows)
  }

  get connections(): PoolCounts {
    return countsOf('events', this.#pool)
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  /** Rows were left out: because they are there already, or because their connection has ended. */
  async #ended(rows: readonly ConditionalRow[]): Promise<ReadonlySet<string>> {
    const ended = await this.#pool.query<{ id: string }>(SELECT_ENDED, [guardedConnections(rows)])
    return new Set(ended.rows.map(({ id }) => id))
  }
}
