import { invalid } from '../../domain/values/errors.ts'
import type { Listed } from '../../storage/queries/list-rows.ts'
import type { Cursor, Order, PageQuery } from '../../storage/queries/page-query.ts'
import type { ReadContext } from '../access/caller-context.ts'

/** Rows of a page when the caller does not say how many, and at most. */
const DEFAULT_ROWS = 50
const MAX_ROWS = 200

/** Rows that are read at once of a list that is wanted whole. */
const BATCH = 500

/** A list that is read from the database piece by piece. */
export interface List<Row> {
  /** Identifies the list: what was asked, without the place in it. */
  name: string
  read(pageQuery: PageQuery): Promise<Listed<Row>[]>
  /** The whole list, oldest first, where reading page after page would cost too much. */
  batches?(): AsyncGenerator<Row[], void, undefined>
}

/** A list whose rows are counted. */
export type CountedList<Row> = List<Row> & { count(): Promise<number> }

/** Which page is wanted. */
export interface PageRequest {
  /** 1 to {@link MAX_ROWS}; 0: {@link DEFAULT_ROWS}; more: {@link MAX_ROWS}. */
  size: number
  /** Of the page before; empty: the first page. */
  token: string
  order: Order
  /** Undefined: by time. */
  sort?: PageQuery['sort']
}

export interface Page<Row> {
  rows: Row[]
  /** Empty on the last page. */
  nextToken: string
}

/** The rows asked for, cut to what is allowed. @throws DomainError invalid_parameters when negative */
function allowedRows(wanted: number, what: string): number {
  if (wanted < 0) throw invalid(`${what} must not be negative`, { field: what })
  return Math.min(wanted, MAX_ROWS)
}

/**
 * One page.
 * @throws DomainError invalid_page_token, invalid_parameters for a negative size
 */
export async function readPage<Row>(
  { pageTokens }: ReadContext,
  list: List<Row>,
  { size, token, order, sort }: PageRequest,
): Promise<Page<Row>> {
  const limit = allowedRows(size, 'page_size') || DEFAULT_ROWS
  const name = `${list.name} ${order} ${sort ?? ''}`
  const after = token === '' ? undefined : readCursor(pageTokens.read(token, name))
  const found = await list.read({ order, sort, limit: limit + 1, after })
  const shown = found.slice(0, limit)
  const last = shown.at(-1)?.cursor
  const nextToken = last && found.length > limit ? pageTokens.issue(cursorTexts(last), name) : ''
  return { rows: shown.map(({ value }) => value), nextToken }
}

const cursorTexts = ({ key, id, part }: Cursor): string[] => [key, id, ...(part === undefined ? [] : [String(part)])]

const readCursor = ([key = '', id = '', part]: string[]): Cursor => {
  return { key, id, part: part === undefined ? undefined : Number(part) }
}

/** A part of a list by numbers of rows. */
export interface Part<Row> {
  rows: Row[]
  /** Rows of the whole list. */
  count: number
}

/** Where a part begins and how long it is at most; undefined: from the beginning, {@link DEFAULT_ROWS}. */
export interface PartRequest {
  limit: number | undefined
  offset: number | undefined
}

/** @throws DomainError invalid_parameters when negative */
function partOf({ limit, offset }: PartRequest): { limit: number; offset: number } {
  if (offset !== undefined && offset < 0) throw invalid('offset must not be negative')
  return { limit: limit === undefined ? DEFAULT_ROWS : allowedRows(limit, 'limit'), offset: offset ?? 0 }
}

/** Some rows by their number, oldest first, and how many there are. */
export async function readPart<Row>(list: CountedList<Row>, request: PartRequest): Promise<Part<Row>> {
  const found = await list.read({ order: 'oldest_first', ...partOf(request) })
  return { rows: found.map(({ value }) => value), count: await list.count() }
}

/** The whole list, oldest first, in batches: one of any length takes the same memory. */
export async function* readAll<Row>(list: List<Row>): AsyncGenerator<Row[], void, undefined> {
  if (list.batches) return yield* list.batches()
  let after: Cursor | undefined
  for (;;) {
    const found = await list.read({ order: 'oldest_first', limit: BATCH, after })
    yield found.map(({ value }) => value)
    after = found.at(-1)?.cursor
    if (!after || found.length < BATCH) return
  }
}
