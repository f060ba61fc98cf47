import type { Conditions } from './conditions.ts'

/** Place of a row in the order of its list: by the column that it is sorted by, equal ones by id. */
export interface Cursor {
  /** Value of that column, as PostgreSQL prints it: a time with microseconds. */
  key: string
  id: string
  /** Of a row that is shown as several things: how many of them are before the place. Undefined: all. */
  part?: number | undefined
}

/** Ascending, or descending: by time or by whatever else a list is sorted by. */
export type Order = 'oldest_first' | 'newest_first'

/** Columns that lists are sorted by, with their types. */
const sortTypes = { created_at: 'timestamptz', duration: 'double precision' } as const
type SortColumn = keyof typeof sortTypes

/** Which rows of a list are wanted. */
export interface PageQuery {
  order: Order
  /** Undefined: by `created_at`. */
  sort?: SortColumn | undefined
  limit: number
  /** Rows up to this one were read before. */
  after?: Cursor | undefined
  /** Rows to be left out at the beginning. */
  offset?: number | undefined
}

const direction = (order: Order) => (order === 'oldest_first' ? 'asc' : 'desc')

export const sortColumn = ({ sort = 'created_at' }: Pick<PageQuery, 'sort'>): SortColumn => sort

/** The `order by` of a page. */
export const orderBy = (pageQuery: PageQuery, prefix = ''): string => {
  const { order } = pageQuery
  return `order by ${prefix}${sortColumn(pageQuery)} ${direction(order)}, ${prefix}id ${direction(order)}`
}

/** Binds where a page begins; the row comparison lets an index find the place. A row in part is read again. */
export function beginAfter(conditions: Conditions, pageQuery: PageQuery): Conditions {
  const { order, after } = pageQuery
  if (!after) return conditions
  const column = sortColumn(pageQuery)
  const key = `${conditions.bind(after.key)}::${sortTypes[column]}`
  const comparison = (order === 'oldest_first' ? '>' : '<') + (after.part === undefined ? '' : '=')
  return conditions.add(after.id, id => `(${column}, id) ${comparison} (${key}, ${id}::uuid)`)
}
