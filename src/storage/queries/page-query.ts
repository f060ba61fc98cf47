import type { Conditions } from './conditions.ts'

/** Place of a row in the order of its list: by time, rows of one time by id. */
export interface Cursor {
  /** As PostgreSQL prints it, with microseconds. */
  time: string
  id: string
  /** Of a row that is shown as several things: how many of them are before the place. Undefined: all. */
  part?: number | undefined
}

export type Order = 'oldest_first' | 'newest_first'

/** Which rows of a list are wanted. */
export interface PageQuery {
  order: Order
  limit: number
  /** Rows up to this one were read before. */
  after?: Cursor | undefined
  /** Rows to be left out at the beginning. */
  offset?: number | undefined
}

const direction = (order: Order) => (order === 'oldest_first' ? 'asc' : 'desc')

/** The `order by` of a page. */
export const orderBy = ({ order }: PageQuery, prefix = ''): string =>
  `order by ${prefix}created_at ${direction(order)}, ${prefix}id ${direction(order)}`

/** Binds where a page begins; the row comparison lets an index on `created_at` find the place. A row in part is read again. */
export function beginAfter(conditions: Conditions, { order, after }: PageQuery): Conditions {
  if (!after) return conditions
  const time = conditions.bind(after.time)
  const comparison = (order === 'oldest_first' ? '>' : '<') + (after.part === undefined ? '' : '=')
  return conditions.add(after.id, id => `(created_at, id) ${comparison} (${time}::timestamptz, ${id}::uuid)`)
}
