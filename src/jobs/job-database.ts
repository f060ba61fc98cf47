import type { PGlite } from '@electric-sql/pglite'
import type { Kysely } from 'kysely'
import { Client } from 'pg'
import { type ConstructorOptions, fromKysely, fromPglite } from 'pg-boss'
import type { EmbeddedEngine } from '../storage/embedded/engine.ts'
import type { Database } from '../storage/engine/database.ts'

/** The tables of jobs, as pg-boss is told of them. */
const shared = { schema: 'job', reindex: false } as const

/** For sending jobs: over the connections of the ORM. */
export function sendingDatabase({ native, em }: Database): ConstructorOptions {
  if ('engine' in native) return embedded(native.engine, native.kysely)
  return { ...shared, db: fromKysely(em().getKysely() as unknown as Parameters<typeof fromKysely>[0]) }
}

/** For carrying jobs out: on a server over connections of its own. @param connections at most, to a server */
export function carryingOutDatabase({ native }: Database, connections: number): ConstructorOptions {
  if ('engine' in native) return embedded(native.engine, native.kysely)
  const pool = { connectionString: native.url, max: connections, Client: native.watch.clients(Client) }
  // All that is not of pg-boss itself is handed on to the pool.
  return { ...shared, ...pool }
}

/**
 * The embedded engine has one session, which the ORM's transactions use, too: a statement of a job queue that slipped into
 * one of them would be undone with it. So each waits until it has the session to itself.
 */
function embedded(engine: EmbeddedEngine, kysely: Kysely<unknown>): ConstructorOptions {
  const direct = fromPglite(engine as unknown as PGlite)
  const db = {
    executeSql: (text: string, values?: unknown[]) =>
      kysely.connection().execute(() => direct.executeSql(text, values)),
  }
  return { ...shared, db, backend: 'pglite' }
}
