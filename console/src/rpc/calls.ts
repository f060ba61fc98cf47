import { useQuery } from '@connectrpc/connect-query'
import { keepPreviousData } from '@tanstack/react-query'
import { SortKey } from '../../../gen/peermetrics/query/v1/conferences_pb.js'
import { Order } from '../../../gen/peermetrics/query/v1/lists_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import type { Quality } from '../model/call.ts'
import { boundsOf, type CallsView } from '../model/calls-view.ts'
import { readRange } from '../model/ranges.ts'
import { toCallRows } from './convert/call.ts'
import { toConferenceFilter } from './convert/filter.ts'
import { toDuration, toTimestamp } from './convert/time.ts'

/** How often a list that is looked at is asked for again. */
const LIST_REFRESH_MS = 15_000

/** Rows of a page. */
const PAGE_SIZE = 50

/** A page of calls. @param appId undefined: of all apps */
export const useCalls = (appId: string | undefined, view: CallsView, now: number) =>
  useQuery(QueryService.method.listConferences, toRequest(appId, view, now), {
    select: ({ rows, nextPageToken, totalCount }) => ({
      rows: toCallRows(rows),
      nextPage: nextPageToken || undefined,
      total: totalCount === undefined ? undefined : Number(totalCount),
    }),
    placeholderData: keepPreviousData,
    refetchInterval: LIST_REFRESH_MS,
  })

const orders = {
  newest: { sortKey: SortKey.CREATE_TIME, order: Order.NEWEST_FIRST },
  oldest: { sortKey: SortKey.CREATE_TIME, order: Order.OLDEST_FIRST },
  longest: { sortKey: SortKey.DURATION, order: Order.NEWEST_FIRST },
  shortest: { sortKey: SortKey.DURATION, order: Order.OLDEST_FIRST },
}

function toRequest(appId: string | undefined, view: CallsView, now: number) {
  const { from, to } = boundsOf(view, now)
  const { least, most } = readRange(view.duration) ?? {}
  return {
    appId: appId ?? '',
    participantId: view.participant ?? '',
    filter: toConferenceFilter(view),
    createTimeRange: {
      startTime: toTimestamp(from ?? 0),
      ...(to === undefined ? {} : { endTime: toTimestamp(to) }),
    },
    ...(least ? { minDuration: toDuration(least) } : {}),
    ...(most === undefined ? {} : { maxDuration: toDuration(most) }),
    ...orders[view.sort ?? 'newest'],
    pageToken: view.page ?? '',
    pageSize: PAGE_SIZE,
    withTotalCount: true,
  }
}

/** How many calls of an app have each quality, the filter by quality left aside. */
export const useQualityCounts = (appId: string | undefined, { quality: _quality, ...view }: CallsView) => {
  const { from, to } = boundsOf(view, Date.now())
  return useQuery(
    QueryService.method.getQualitySummary,
    {
      appId: appId ?? '',
      createTimeRange: {
        startTime: toTimestamp(from ?? 0),
        ...(to === undefined ? {} : { endTime: toTimestamp(to) }),
      },
      filter: toConferenceFilter(view),
    },
    {
      enabled: appId !== undefined && view.participant === undefined,
      placeholderData: keepPreviousData,
      select: ({ buckets }): Record<Quality, number> => {
        const sum = (count: 'goodCount' | 'fairCount' | 'poorCount' | 'badCount' | 'unjudgedCount') =>
          buckets.reduce((total, bucket) => total + bucket[count], 0)
        return {
          good: sum('goodCount'),
          fair: sum('fairCount'),
          poor: sum('poorCount'),
          bad: sum('badCount'),
          unjudged: sum('unjudgedCount'),
        }
      },
    },
  )
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
