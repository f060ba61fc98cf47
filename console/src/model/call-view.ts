import type { EventCategory } from './call.ts'
import type { Query } from './query-string.ts'
import type { TimeWindow } from './timeline/window.ts'

export const callTabs = ['findings', 'media', 'network', 'sdp', 'events'] as const
type CallTab = (typeof callTabs)[number]

/** Categories that events can be filtered by; stats reports are shown only when they are asked for. */
export const eventCategories = [
  'browser',
  'getUserMedia',
  'connection',
  'track',
  'stats',
] as const satisfies readonly EventCategory[]

/** What the page of a call shows, as its address says it: defaults are absent. */
export interface CallView {
  /** Zoom, `from-to` in ms since the call began. */
  t?: string
  /** Id of the selected person. */
  who?: string
  tab?: Exclude<CallTab, 'findings'>
  /** Id of the selected issue. */
  finding?: string
  /** Id of the selected event. */
  event?: string
  /** Id of the connection whose graphs, network, descriptions and events are shown. */
  peer?: string
  /** Whose description is shown; that of the reporting page by default. */
  side?: 'remote'
  /** Id of the exchange that another is compared with; `none` for no comparison, the one before by default. */
  against?: string
  /** Name of the events listed. */
  type?: string
  /** Category of the events listed. */
  category?: (typeof eventCategories)[number]
  /** Text that the events listed contain. */
  q?: string
}

export function readCallView(query: Query): CallView {
  const view: CallView = {}
  if (query['t'] && readWindow(query['t'])) view.t = query['t']
  if (query['who']) view.who = query['who']
  const tab = callTabs.find(known => known === query['tab'])
  if (tab && tab !== 'findings') view.tab = tab
  if (query['peer']) view.peer = query['peer']
  if (query['side'] === 'remote') view.side = query['side']
  if (query['against']) view.against = query['against']
  if (query['type']) view.type = query['type']
  if (query['finding']) view.finding = query['finding']
  if (query['event']) view.event = query['event']
  const category = eventCategories.find(known => known === query['category'])
  if (category) view.category = category
  if (query['q']) view.q = query['q']
  return view
}

/** The zoom of an address. Undefined for the whole call, and for what makes no sense. */
export function readWindow(t: string | undefined): TimeWindow | undefined {
  const match = /^(-?\d{1,12})-(\d{1,12})$/.exec(t ?? '')
  if (!match) return undefined
  const [from, to] = [Number(match[1]), Number(match[2])]
  return from < to ? { from, to } : undefined
}

export const writeWindow = ({ from, to }: TimeWindow): string => `${Math.round(from)}-${Math.round(to)}`
