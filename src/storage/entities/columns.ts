import { p } from '@mikro-orm/core'
import type { JsonValue } from '../../domain/json.ts'

/** Primary key made by the application (UUIDv7: rows created together lie together in the index). */
export const id = () => p.uuid().primary()

/** Instant with microseconds and zone. */
export const instant = () => p.datetime(6).columnType('timestamptz(6)')

/** Any JSON as it was reported; `null` is SQL NULL. */
export const json = <T = JsonValue>() => p.json<T>()

/** An index that gives the texts most like another, in order: trigrams of pg_trgm. */
export const trigramIndex = (table: string, column: string) => {
  const name = `${table}_${column}_trigram_index`
  return { name, expression: `create index ${name} on ${table} using gist (${column} gist_trgm_ops (siglen = 64))` }
}

/** An index from which roll-ups are answered without reading the rows. */
export const rollUpIndex = (table: string, columns: string) => {
  const name = `${table}_roll_up_index`
  return { name, expression: `create index ${name} on ${table} (app_id, created_at) include (${columns})` }
}
