import type { Json } from '../call.ts'
import type { Query } from '../query-string.ts'
import type { StoredRecord } from './records.ts'

/** An address of the console, its query apart. */
export interface Address {
  to: string
  search: object
}

/** The page of a record among the raw data. Events are found with the id of their call only. */
export const recordAddress = (kind: string, id: string, conferenceId: Json | undefined): Address => ({
  to: `/admin/records/${kind}/${id}`,
  search: kind === 'event' && typeof conferenceId === 'string' ? { conference: conferenceId } : {},
})

/** The page that shows a record to everybody; undefined: there is none. */
export function pageAddress({ kind, id, fields }: StoredRecord): Address | undefined {
  const page = (to: string, search: Record<string, string> = {}): Address => ({ to, search })
  const conferenceId = fields['conference_id']
  const participantId = fields['participant_id']
  switch (kind) {
    case 'conference':
    case 'summary':
      return page(`/conference/${id}`)
    case 'participant':
      return page(`/participant/${id}`)
    case 'app':
      return page(`/apps/${id}`)
    case 'organization':
      return page(`/organization/${id}`)
  }
  if (typeof conferenceId !== 'string') return undefined
  const call = `/conference/${conferenceId}`
  switch (kind) {
    case 'session':
      return page(call, typeof participantId === 'string' ? { who: participantId } : {})
    case 'connection':
      return page(call, { peer: id, tab: 'network' })
    case 'issue':
      return page(call, { finding: id })
    case 'event':
      return page(call, { event: id, tab: 'events' })
    default:
      return page(call)
  }
}

/** What a list of records shows, as its address says it. */
export interface RecordsView {
  /** Values by name of a field. */
  filters: Record<string, string>
  order: 'newest' | 'oldest'
  /** Token of a page after the first. */
  page: string | undefined
}

export function readRecordsView({ order, page, ...filters }: Query, filterable: readonly string[]): RecordsView {
  const known = Object.entries(filters).filter((entry): entry is [string, string] => {
    const [name, value] = entry
    return Boolean(value) && filterable.includes(name)
  })
  return {
    filters: Object.fromEntries(known),
    order: order === 'oldest' ? 'oldest' : 'newest',
    page: page || undefined,
  }
}

/** The address of a list, from its first page on. */
export const recordsSearch = ({ filters, order }: Omit<RecordsView, 'page'>): Record<string, string> => ({
  ...filters,
  ...(order === 'oldest' ? { order } : {}),
})
