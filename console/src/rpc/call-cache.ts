import { createConnectQueryKey } from '@connectrpc/connect-query'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Event } from '../../../gen/peermetrics/call/v1/event_pb.js'
import type { ListConferenceEventsResponse } from '../../../gen/peermetrics/query/v1/events_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { PAGE_SIZE } from './all-pages.ts'
import { transport } from './transport.ts'

const { getConference, getConferenceSummary, listConferenceEvents } = QueryService.method

/** Key of the lists of a call that are read as a whole. */
export const callListKey = (conferenceId: string, list?: string): string[] =>
  list === undefined ? ['call', conferenceId] : ['call', conferenceId, list]

/** What the events of a call are asked for with. */
export const eventsRequest = (conferenceId: string) => ({ conferenceId, excludedType: 'stats', pageSize: PAGE_SIZE })

/** Asks anew for what is shown of a call; its events are appended as they come. */
export async function refreshCall(queryClient: QueryClient, conferenceId: string): Promise<void> {
  const about = { input: { conferenceId }, transport, cardinality: 'finite' } as const
  const keys = [
    callListKey(conferenceId),
    createConnectQueryKey({ schema: getConference, ...about }),
    createConnectQueryKey({ schema: getConferenceSummary, ...about }),
  ]
  await Promise.all(keys.map(queryKey => queryClient.invalidateQueries({ queryKey })))
}

/** Adds events to those that are loaded, if these reach to the last one; else they come with their page. */
export function appendEvents(queryClient: QueryClient, conferenceId: string, events: readonly Event[]): void {
  const queryKey = createConnectQueryKey({
    schema: listConferenceEvents,
    input: eventsRequest(conferenceId),
    transport,
    cardinality: 'infinite',
    pageParamKey: 'pageToken',
  })
  queryClient.setQueryData<InfiniteData<ListConferenceEventsResponse>>(queryKey, loaded => {
    const last = loaded?.pages.at(-1)
    if (!loaded || !last || last.nextPageToken !== '') return loaded
    const known = new Set(loaded.pages.flatMap(page => page.events.map(({ id }) => id)))
    const added = events.filter(({ id }) => !known.has(id))
    return { ...loaded, pages: [...loaded.pages.slice(0, -1), { ...last, events: [...last.events, ...added] }] }
  })
}
