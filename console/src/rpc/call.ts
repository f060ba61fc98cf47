import { createClient } from '@connectrpc/connect'
import { useQuery as useRpc } from '@connectrpc/connect-query'
import { useQuery } from '@tanstack/react-query'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { PAGE_SIZE, type Rows, readAllPages } from './all-pages.ts'
import { callListKey } from './call-cache.ts'
import { toCall, toPerson } from './convert/call.ts'
import { toConnection } from './convert/connection.ts'
import { toIssue } from './convert/issue.ts'
import { toJudgement } from './convert/judgement.ts'
import { toSession } from './convert/session.ts'
import { failureOf } from './failure.ts'
import { LIVE_REFRESH_MS } from './live-refresh.ts'
import { transport } from './transport.ts'

/** How often a judgement that is being made is asked for. */
const BUILDING_REFRESH_MS = 2000

/** How often it is asked whether an ended call is still there, while somebody can see it. */
const ENDED_REFRESH_MS = 30_000

const client = createClient(QueryService, transport)

export const useCall = (conferenceId: string) =>
  useRpc(
    QueryService.method.getConference,
    { conferenceId },
    {
      select: ({ conference }) => (conference ? toCall(conference) : undefined),
      // A call begins with its first connection, and may end any time; one that has ended may be erased.
      refetchInterval: ({ state: { data, error } }) => {
        if (!data?.conference || (error && failureOf(error).kind === 'notFound')) return false
        return data.conference.endTime ? ENDED_REFRESH_MS : LIVE_REFRESH_MS
      },
    },
  )

/** Lists of a call are asked for all times: without a range they reach back 30 days. */
const request = (conferenceId: string, pageToken: string) => ({
  conferenceId,
  createTimeRange: {},
  pageSize: PAGE_SIZE,
  pageToken,
})

type Read<Row> = (conferenceId: string, signal: AbortSignal) => Promise<Rows<Row>>

/** A hook that reads one list of a call, all of it. */
const listHook =
  <Row>(name: 'people' | 'sessions' | 'connections' | 'issues', read: Read<Row>) =>
  (conferenceId: string, isOngoing: boolean) => {
    const { data, error, refetch } = useQuery({
      queryKey: callListKey(conferenceId, name),
      queryFn: ({ signal }) => read(conferenceId, signal),
      refetchInterval: isOngoing ? LIVE_REFRESH_MS : false,
    })
    return { data: data?.rows, isPartial: data?.isPartial ?? false, error, refetch }
  }

export const usePeople = listHook('people', (id, signal) =>
  readAllPages(
    token => client.listParticipants(request(id, token), { signal }),
    ({ participants }) => participants.map(toPerson),
  ),
)

export const useSessions = listHook('sessions', (id, signal) =>
  readAllPages(
    token => client.listSessions(request(id, token), { signal }),
    ({ sessions }) => sessions.map(toSession),
  ),
)

export const useConnections = listHook('connections', (id, signal) =>
  readAllPages(
    token => client.listConnections(request(id, token), { signal }),
    ({ connections }) => connections.map(toConnection),
  ),
)

export const useIssues = listHook('issues', (id, signal) =>
  readAllPages(
    token => client.listIssues(request(id, token), { signal }),
    ({ issues }) => issues.map(toIssue),
  ),
)

/** How the call went. Made in the background when it ends. */
export const useJudgement = (conferenceId: string) =>
  useRpc(
    QueryService.method.getConferenceSummary,
    // Graphs are drawn from the series of connections.
    { conferenceId, omitSnapshots: true },
    {
      select: toJudgement,
      refetchInterval: ({ state }) => {
        const progress = state.data?.progress.case
        if (progress === 'building') return BUILDING_REFRESH_MS
        return progress === 'ongoing' ? LIVE_REFRESH_MS : false
      },
    },
  )
