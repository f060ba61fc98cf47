import pg from 'pg'
import Cursor from 'pg-cursor'
import { ImportError } from '../import-error.ts'

/** OIDs whose values are taken as PostgreSQL prints them: no digit of a time or a number is lost. */
const TEXT_TYPES = new Set([1184, 3802, 20, 1700])

const CONNECT_TIMEOUT_MS = 10_000

/** Nothing is changed there, and no statement runs for hours. */
const SETTINGS = [
  "set timezone = 'UTC'",
  "set datestyle = 'ISO'",
  'set search_path = public',
  'set default_transaction_read_only = on',
  "set statement_timeout = '15min'",
  "set work_mem = '32MB'",
  'set jit = off',
]

/** The database of an existing installation, over one connection that only reads. */
export class SourceDatabase implements AsyncDisposable {
  readonly #client: pg.Client

  private constructor(client: pg.Client) {
    this.#client = client
  }

  /** @throws ImportError when it cannot be reached */
  static async open(url: string): Promise<SourceDatabase> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'peermetrics import',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      types: {
        getTypeParser: ((oid: number, format: 'text' | 'binary') =>
          TEXT_TYPES.has(oid) ? (text: string) => text : pg.types.getTypeParser(oid, format)) as never,
      },
    })
    // A connection that breaks fails the statement that runs, which says so.
    client.on('error', () => {})
    try {
      await client.connect()
      for (const setting of SETTINGS) await client.query(setting)
    } catch (cause) {
      await client.end().catch(() => {})
      throw new ImportError(`The database to import from cannot be reached: ${(cause as Error).message}`, { cause })
    }
    return new SourceDatabase(client)
  }

  /** All that `work` reads is of one moment. */
  async snapshot<T>(work: () => Promise<T>): Promise<T> {
    await this.#client.query('begin isolation level repeatable read read only')
    try {
      return await work()
    } finally {
      // Nothing was changed that could be committed.
      await this.#client.query('rollback').catch(() => {})
    }
  }

  async query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.#client.query<Record<string, unknown>>(sql, parameters)
    return rows as Row[]
  }

  /** Rows some at a time, within a {@link snapshot}; the next are on their way while some are looked at. */
  async *cursor<Row>(sql: string, parameters: unknown[], rowsAtOnce: number): AsyncGenerator<Row[], void, undefined> {
    const cursor = this.#client.query(new Cursor<Row>(sql, parameters))
    try {
      let coming = cursor.read(rowsAtOnce)
      for (;;) {
        const rows = await coming
        if (rows.length === 0) return
        coming = cursor.read(rowsAtOnce)
        // Its failure is seen when it is waited for.
        coming.catch(() => {})
        yield rows
      }
    } finally {
      await cursor.close().catch(() => {})
    }
  }

  /** By its clock. */
  async now(): Promise<Date> {
    const [row] = await this.query<{ now: number }>('select (extract(epoch from now()) * 1000)::float8 as now')
    return new Date(row?.now ?? Date.now())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end().catch(() => {})
  }
}
