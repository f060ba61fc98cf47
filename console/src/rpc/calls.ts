import { useQuery } from '@connectrpc/connect-query'
import { keepPreviousData } from '@tanstack/react-query'
import { Order } from '../../../gen/peermetrics/query/v1/lists_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { type CallsView, callsBounds } from '../model/calls-view.ts'
import { toCallRows } from './convert/call.ts'
import { toDuration, toTimestamp } from './convert/time.ts'

/** How often a list that is looked at is asked for again. */
const LIST_REFRESH_MS = 15_000

/** Rows of a page. */
const PAGE_SIZE = 50

/** A page of calls. @param appId undefined: of all apps */
export const useCalls = (appId: string | undefined, view: CallsView, now: number) =>
  useQuery(QueryService.method.listConferences, toRequest(appId, view, now), {
    select: ({ rows, nextPageToken }) => ({ rows: toCallRows(rows), nextPage: nextPageToken || undefined }),
    placeholderData: keepPreviousData,
    refetchInterval: LIST_REFRESH_MS,
  })

function toRequest(appId: string | undefined, view: CallsView, now: number) {
  const { from, to, minDuration, maxDuration } = callsBounds(view, now)
  return {
    appId: appId ?? '',
    issueCode: view.issue ?? '',
    participantId: view.participant ?? '',
    // The server wants to be asked for something: all apps are all times.
    createTimeRange: {
      startTime: toTimestamp(from ?? 0),
      ...(to === undefined ? {} : { endTime: toTimestamp(to) }),
    },
    ...(minDuration === undefined ? {} : { minDuration: toDuration(minDuration) }),
    ...(maxDuration === undefined ? {} : { maxDuration: toDuration(maxDuration) }),
    order: view.sort === 'oldest' ? Order.OLDEST_FIRST : Order.NEWEST_FIRST,
    pageToken: view.page ?? '',
    pageSize: PAGE_SIZE,
  }
}

/** Codes of the issues of an app with their titles, most frequent first. */
export const useIssueCodes = (appId: string | undefined) =>
  useQuery(
    QueryService.method.getIssueSummary,
    { appId: appId ?? '' },
    { enabled: appId !== undefined, select: ({ issues }) => issues.map(({ code, title }) => ({ code, title })) },
  )

/** How often the first call is looked for. */
const FIRST_CALL_REFRESH_MS = 2000

/** The newest call of an app, looked for until there is one. */
export const useFirstCall = (appId: string) =>
  useQuery(
    QueryService.method.listConferences,
    { appId, order: Order.NEWEST_FIRST, pageSize: 1 },
    {
      staleTime: 0,
      select: ({ rows }) => toCallRows(rows)[0]?.call,
      refetchInterval: ({ state }) => (state.data?.rows.length ? false : FIRST_CALL_REFRESH_MS),
    },
  )
