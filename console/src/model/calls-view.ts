import type { Query } from './query-string.ts'

export const periods = ['24h', '7d', '30d'] as const
export type Period = (typeof periods)[number]

export const durationRanges = ['0-60', '60-600', '600-3600', '3600-'] as const
export type DurationRange = (typeof durationRanges)[number]

/** What a list of calls shows, as its address says it: defaults are absent. */
export interface CallsView {
  last?: Period
  /** ISO times: a period of its own. */
  from?: string
  to?: string
  issue?: string
  /** Seconds, `least-below`. */
  duration?: DurationRange
  /** Id of a participant. */
  participant?: string
  sort?: 'oldest'
  /** Token of a page after the first. */
  page?: string
}

/** Reads an address; what makes no sense in it is passed over. */
export function readCallsView(query: Query): CallsView {
  const view: CallsView = {}
  const period = periods.find(known => known === query['last'])
  if (period) view.last = period
  if (!period && isTime(query['from'])) view.from = query['from']
  if (!period && isTime(query['to'])) view.to = query['to']
  if (query['issue'] && /^[a-z0-9_]{1,64}$/.test(query['issue'])) view.issue = query['issue']
  const range = durationRanges.find(known => known === query['duration'])
  if (range) view.duration = range
  if (query['participant']) view.participant = query['participant']
  if (query['sort'] === 'oldest') view.sort = 'oldest'
  if (query['page']) view.page = query['page']
  return view
}

const isTime = (value: string | undefined): value is string => value !== undefined && !Number.isNaN(Date.parse(value))

/** The view with other filters, which begins at its first page. Undefined removes a filter. */
export function changeCallsView(
  view: CallsView,
  change: { [Name in keyof CallsView]?: CallsView[Name] | undefined },
): CallsView {
  const { page: _page, ...kept } = view
  return readCallsView({ ...kept, ...change })
}

/** Whether anything is filtered. */
export const isFiltered = ({ sort: _sort, page: _page, ...filters }: CallsView): boolean =>
  Object.keys(filters).length > 0

/** Bounds of a list, as the server is asked for them. */
export interface CallsBounds {
  /** ms since the epoch. */
  from: number | undefined
  to: number | undefined
  /** Seconds. */
  minDuration: number | undefined
  maxDuration: number | undefined
}

const HOUR = 60 * 60 * 1000
const periodLengths: Record<Period, number> = { '24h': 24 * HOUR, '7d': 7 * 24 * HOUR, '30d': 30 * 24 * HOUR }

/** Times of a period that moves are cut to the minute, so that a page asked for again is the same. */
export function callsBounds({ last, from, to, duration }: CallsView, now: number): CallsBounds {
  const minute = Math.floor(now / 60_000) * 60_000
  const [min, max] = (duration ?? '').split('-')
  return {
    from: last ? minute - periodLengths[last] : from ? Date.parse(from) : undefined,
    to: !last && to ? Date.parse(to) : undefined,
    minDuration: min ? Number(min) || undefined : undefined,
    maxDuration: max ? Number(max) : undefined,
  }
}
