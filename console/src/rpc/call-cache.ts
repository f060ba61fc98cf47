import { createConnectQueryKey } from '@connectrpc/connect-query'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import type { CallEvent } from '../model/call.ts'
import { type EventFilter, isWanted } from '../model/filter-events.ts'
import type { EventPage } from './events.ts'
import { transport } from './transport.ts'

const { getConference, getConferenceSummary } = QueryService.method

/** What is kept of a call, each as a whole. */
type CallList =
  | 'people'
  | 'sessions'
  | 'connections'
  | 'issues'
  | 'timeline'
  | 'tracks'
  | 'series'
  | 'events'
  | 'event'
  | 'connection-events'

export const callListKey = (conferenceId: string, list: CallList): string[] => ['call', conferenceId, list]

/** What may change with everything that is reported. Events are appended; series are asked for by the clock. */
const refreshed: readonly CallList[] = [
  'people',
  'sessions',
  'connections',
  'issues',
  'timeline',
  'tracks',
  'connection-events',
]

const aboutCall = (conferenceId: string) => ({ input: { conferenceId }, transport, cardinality: 'finite' }) as const

/** Asks whether a call is still there when something of it is not. */
export function checkCall(queryClient: QueryClient, [about, conferenceId]: readonly unknown[]): void {
  if (about !== 'call' || typeof conferenceId !== 'string') return
  const queryKey = createConnectQueryKey({ schema: getConference, ...aboutCall(conferenceId) })
  void queryClient.invalidateQueries({ queryKey })
}

/** Asks anew for what is shown of a call. */
export async function refreshCall(queryClient: QueryClient, conferenceId: string): Promise<void> {
  const about = aboutCall(conferenceId)
  const keys = [
    ...refreshed.map(list => callListKey(conferenceId, list)),
    createConnectQueryKey({ schema: getConference, ...about }),
    createConnectQueryKey({ schema: getConferenceSummary, ...about }),
  ]
  await Promise.all(keys.map(queryKey => queryClient.invalidateQueries({ queryKey })))
}

/** Adds events to the lists in which they belong, where these reach to the last one; else they come with their page. */
export function appendEvents(queryClient: QueryClient, conferenceId: string, events: readonly CallEvent[]): void {
  const lists = queryClient.getQueriesData<InfiniteData<EventPage>>({ queryKey: callListKey(conferenceId, 'events') })
  for (const [key, loaded] of lists) {
    const last = loaded?.pages.at(-1)
    if (!loaded || !last || last.nextPageToken !== '') continue
    const known = new Set(loaded.pages.flatMap(page => page.events.map(({ id }) => id)))
    const filter = key.at(-1) as EventFilter
    const added = events.filter(event => !known.has(event.id) && isWanted(event, filter))
    if (added.length === 0) continue
    const pages = [...loaded.pages.slice(0, -1), { ...last, events: [...last.events, ...added] }]
    queryClient.setQueryData(key, { ...loaded, pages })
  }
}
