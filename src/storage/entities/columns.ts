import { p } from '@mikro-orm/core'
import type { JsonValue } from '../../domain/values/json.ts'

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

/** An index of the texts of an app in the order of bytes, whatever the locale: for exact ones and those that begin alike. */
export const prefixIndex = (table: string, column: string, { unique = false } = {}) => {
  const name = `${table}_${column}_prefix_index`
  const columns = `(app_id, ${column} text_pattern_ops)`
  const expression = unique
    ? `create unique index ${name} on ${table} ${columns}`
    : `create index ${name} on ${table} ${columns} where ${column} is not null`
  return { name, expression }
}

/** An index from which roll-ups are answered without reading the rows. */
export const rollUpIndex = (table: string, columns: string) => {
  const name = `${table}_roll_up_index`
  return { name, expression: `create index ${name} on ${table} (app_id, created_at) include (${columns})` }
}
