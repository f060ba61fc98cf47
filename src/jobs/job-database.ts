import type { PGlite } from '@electric-sql/pglite'
import type { Kysely } from 'kysely'
import { fromPglite } from 'pg-boss'
import type { EmbeddedEngine } from '../storage/embedded/engine.ts'

/**
 * The embedded engine for pg-boss. It has one session, which the ORM's transactions use, too: a statement of a job queue
 * that slipped into one of them would be undone with it. So each waits until it has the session to itself.
 */
export function embeddedJobDatabase(engine: EmbeddedEngine, kysely: Kysely<unknown>): ReturnType<typeof fromPglite> {
  const direct = fromPglite(engine as unknown as PGlite)
  return {
    executeSql: (text, values) => kysely.connection().execute(() => direct.executeSql(text, values)),
  }
}
