import { createClient } from '@connectrpc/connect'
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import type { ConnectionSeries } from '../model/series/series.ts'
import { callListKey } from './call-cache.ts'
import { toConnectionSeries } from './convert/series.ts'
import { binaryTransport } from './transport.ts'

const client = createClient(QueryService, binaryTransport)

/** How often the series of a running call are asked for, ms. */
const LIVE_REFRESH_MS = 5000

const seriesKey = (conferenceId: string, connectionId: string) => [...callListKey(conferenceId, 'series'), connectionId]

async function readSeries(conferenceId: string, connectionIds: string[], signal: AbortSignal) {
  const { startTime, connections } = await client.getConnectionSeries({ conferenceId, connectionIds }, { signal })
  return connections.map(series => toConnectionSeries(series, startTime))
}

/** What was measured on a connection over time. */
export const useSeries = (conferenceId: string, connectionId: string, isOngoing: boolean) =>
  useQuery({
    queryKey: seriesKey(conferenceId, connectionId),
    queryFn: async ({ signal }) => (await readSeries(conferenceId, [connectionId], signal))[0] ?? null,
    refetchInterval: isOngoing ? LIVE_REFRESH_MS : false,
  })

/** The same of several connections at once; each is then there for {@link useSeries}, too. */
export function useSeriesOf(conferenceId: string, connectionIds: readonly string[], isOngoing: boolean) {
  const queryClient = useQueryClient()
  return useQuery({
    queryKey: [...callListKey(conferenceId, 'series'), connectionIds],
    queryFn: async ({ signal }) => {
      const all = await readSeries(conferenceId, [...connectionIds], signal)
      keepEach(queryClient, conferenceId, all)
      return all
    },
    enabled: connectionIds.length > 0,
    refetchInterval: isOngoing ? LIVE_REFRESH_MS : false,
  })
}

function keepEach(queryClient: QueryClient, conferenceId: string, all: readonly ConnectionSeries[]): void {
  for (const series of all) queryClient.setQueryData(seriesKey(conferenceId, series.connectionId), series)
}
