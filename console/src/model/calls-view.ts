import type { Outcome, Quality } from './call.ts'
import type { Query } from './query-string.ts'
import { type Range, readRange } from './ranges.ts'

export const periods = ['24h', '7d', '30d'] as const
export type Period = (typeof periods)[number]

export const qualityNames = ['good', 'fair', 'poor', 'bad', 'unjudged'] as const satisfies readonly Quality[]
export const outcomeNames = ['success', 'warning', 'error', 'ongoing'] as const satisfies readonly Outcome[]
export const durationRanges = ['0-60', '60-600', '600-3600', '3600-'] as const

/** What a list of calls, or an overview of them, shows, as its address says it: defaults are absent. */
export interface CallsView {
  last?: Period
  /** ISO times: a period of its own. */
  from?: string
  to?: string
  /** Names of qualities, separated by commas. */
  quality?: string
  /** Names of outcomes, separated by commas. */
  outcome?: string
  /** Code that the reason of the verdict begins with. */
  reason?: string
  /** Code of an issue. */
  issue?: string
  /** Name of a failure of getUserMedia. */
  media_error?: string
  /** Of the application. */
  version?: string
  browser?: string
  os?: string
  /** ISO 3166-1 alpha-2. */
  country?: string
  city?: string
  path?: 'direct' | 'relayed'
  /** Setup time of a connection in ms, `least-below`. */
  setup?: string
  /** Number of people, `least-most`. */
  people?: string
  /** Seconds, `least-below`. */
  duration?: string
  /** Id of a participant. */
  participant?: string
  /** Words in the name or id of the call or of a participant. */
  q?: string
  sort?: 'oldest' | 'longest' | 'shortest'
  /** Token of a page after the first. */
  page?: string
}

const code = (value: string) => (/^[a-z0-9_]{1,64}$/.test(value) ? value : undefined)
const words = (value: string) => (value.length <= 64 ? value : undefined)
const time = (value: string) => (Number.isNaN(Date.parse(value)) ? undefined : value)
const range = (value: string) => (readRange(value) ? value : undefined)
const any = (value: string) => value
const oneOf =
  <Name extends string>(names: readonly Name[]) =>
  (value: string) =>
    names.find(name => name === value)
const someOf =
  <Name extends string>(names: readonly Name[]) =>
  (value: string) =>
    names.filter(name => value.split(',').includes(name)).join(',') || undefined

/** What each part of an address may be. */
const readers: { [Name in keyof CallsView]-?: (value: string) => CallsView[Name] | undefined } = {
  last: oneOf(periods),
  from: time,
  to: time,
  quality: someOf(qualityNames),
  outcome: someOf(outcomeNames),
  reason: code,
  issue: code,
  media_error: words,
  version: words,
  browser: words,
  os: words,
  country: value => (/^[A-Z]{2}$/.test(value) ? value : undefined),
  city: words,
  path: oneOf(['direct', 'relayed'] as const),
  setup: range,
  people: range,
  duration: range,
  participant: any,
  q: words,
  sort: oneOf(['oldest', 'longest', 'shortest'] as const),
  page: any,
}

/** Reads an address; what makes no sense in it is passed over. */
export function readCallsView(query: Query): CallsView {
  const entries = Object.entries(readers).flatMap(([name, read]) => {
    const value = query[name]
    const known = value ? read(value) : undefined
    return known === undefined ? [] : [[name, known]]
  })
  const { from, to, ...view } = Object.fromEntries(entries) as CallsView
  return view.last ? view : { ...(from ? { from } : {}), ...(to ? { to } : {}), ...view }
}

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

/** A period of time, ms since the epoch. */
export interface Bounds {
  from: number | undefined
  to: number | undefined
}

const HOUR = 60 * 60 * 1000
const periodLengths: Record<Period, number> = { '24h': 24 * HOUR, '7d': 7 * 24 * HOUR, '30d': 30 * 24 * HOUR }

/** Times of a period that moves are cut to the minute, so that a page asked for again is the same. */
export function boundsOf({ last, from, to }: CallsView, now: number): Bounds {
  const minute = Math.floor(now / 60_000) * 60_000
  return {
    from: last ? minute - periodLengths[last] : from ? Date.parse(from) : undefined,
    to: !last && to ? Date.parse(to) : undefined,
  }
}

/** What narrows calls down besides their time, in values. */
export interface CallsFilter {
  qualities: Quality[]
  outcomes: Outcome[]
  setupMs: Range
  people: Range
}

export const filterOf = ({ quality, outcome, setup, people }: CallsView): CallsFilter => ({
  qualities: qualityNames.filter(name => quality?.split(',').includes(name)),
  outcomes: outcomeNames.filter(name => outcome?.split(',').includes(name)),
  setupMs: readRange(setup) ?? {},
  people: readRange(people) ?? {},
})

/** Changes filters of a view. */
export type ChangeFilters = (change: Parameters<typeof changeCallsView>[1]) => void
