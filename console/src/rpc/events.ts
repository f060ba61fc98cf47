import { createClient } from '@connectrpc/connect'
import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { EventCategory as Category } from '../../../gen/peermetrics/call/v1/event_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import type { CallEvent, EventCategory } from '../model/call.ts'
import type { EventFilter } from '../model/filter-events.ts'
import { PAGE_SIZE, readAllPages } from './all-pages.ts'
import { callListKey } from './call-cache.ts'
import { toEvent } from './convert/event.ts'
import { transport } from './transport.ts'

const client = createClient(QueryService, transport)

const numbers: Record<EventCategory, Category> = {
  browser: Category.BROWSER,
  getUserMedia: Category.GET_USER_MEDIA,
  connection: Category.CONNECTION,
  track: Category.TRACK,
  stats: Category.STATS,
  unknown: Category.UNSPECIFIED,
}

/** Stats reports are 99 % of all events: they come only when asked for. */
const request = (conferenceId: string, { category, type, personId, connectionId, text }: EventFilter) => ({
  conferenceId,
  category: category ? numbers[category] : Category.UNSPECIFIED,
  excludedType: category === 'stats' ? '' : 'stats',
  types: type ? [type] : [],
  participantId: personId ?? '',
  connectionId: connectionId ?? '',
  text: text ?? '',
  pageSize: PAGE_SIZE,
})

/** A page of events, as it is kept: a watch appends to the last. */
export interface EventPage {
  events: CallEvent[]
  nextPageToken: string
}

/** Events in order of time, without large data, page by page. Those before stay until others are there. */
export function useEvents(conferenceId: string, filter: EventFilter) {
  const query = useInfiniteQuery({
    queryKey: [...callListKey(conferenceId, 'events'), filter],
    queryFn: async ({ pageParam, signal }): Promise<EventPage> => {
      const wanted = { ...request(conferenceId, filter), omitData: true, pageToken: pageParam }
      const { events, nextPageToken } = await client.listEvents(wanted, { signal })
      return { events: events.map(toEvent), nextPageToken }
    },
    initialPageParam: '',
    getNextPageParam: ({ nextPageToken }) => nextPageToken || undefined,
    placeholderData: keepPreviousData,
  })
  const { data, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage, refetch } = query
  const events = useMemo(() => data?.pages.flatMap(page => page.events).sort(byTime), [data])
  return { data: events, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage, refetch }
}

/** What a watch appends may have happened before what is loaded already. */
const byTime = (one: CallEvent, other: CallEvent): number => one.at - other.at

/** Most events of one download: pages of as many as a page of a list has. */
const MAX_DOWNLOADED = 10_000

/** Events with all their data, for a download. */
export async function readEvents(conferenceId: string, filter: EventFilter): Promise<CallEvent[]> {
  const events: CallEvent[] = []
  let pageToken = ''
  do {
    const page = await client.listEvents({ ...request(conferenceId, filter), pageToken })
    events.push(...page.events.map(toEvent))
    pageToken = page.nextPageToken
  } while (pageToken !== '' && events.length < MAX_DOWNLOADED)
  return events
}

/** One event with its data. Events never change. */
export const useEvent = (conferenceId: string, eventId: string | undefined) =>
  useQuery({
    queryKey: [...callListKey(conferenceId, 'event'), eventId],
    queryFn: async ({ signal }) => {
      const { event } = await client.getEvent({ conferenceId, eventId: eventId ?? '' }, { signal })
      return event ? toEvent(event) : null
    },
    enabled: eventId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Events of some connections that have certain names, without large data. */
export function useConnectionEvents(conferenceId: string, connectionIds: readonly string[], types: readonly string[]) {
  return useQueries({
    queries: connectionIds.map(connectionId => ({
      queryKey: [...callListKey(conferenceId, 'connection-events'), connectionId, types],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const wanted = { conferenceId, connectionId, types: [...types], omitData: true, pageSize: PAGE_SIZE }
        const { rows } = await readAllPages(
          pageToken => client.listEvents({ ...wanted, pageToken }, { signal }),
          ({ events }) => events.map(toEvent),
        )
        return rows
      },
    })),
    combine: joined,
  })
}

interface Part {
  data: CallEvent[] | undefined
  error: unknown
  refetch: () => unknown
}

const joined = (parts: readonly Part[]) => ({
  data: parts.every(({ data }) => data !== undefined) ? parts.flatMap(({ data }) => data ?? []) : undefined,
  error: parts.find(({ error, data }) => error && !data)?.error,
  refetch: () => {
    for (const part of parts) void part.refetch()
  },
})
