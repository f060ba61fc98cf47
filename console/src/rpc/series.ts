import { createClient } from '@connectrpc/connect'
import { useQuery } from '@tanstack/react-query'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { callListKey } from './call-cache.ts'
import { toConnectionSeries } from './convert/series.ts'
import { binaryTransport } from './transport.ts'

const client = createClient(QueryService, binaryTransport)

/** How often the series of a running call are asked for, ms. */
const LIVE_REFRESH_MS = 5000

/** What was measured on a connection over time. */
export const useSeries = (conferenceId: string, connectionId: string, isOngoing: boolean) =>
  useQuery({
    queryKey: [...callListKey(conferenceId, 'series'), connectionId],
    queryFn: async ({ signal }) => {
      const { startTime, connections } = await client.getConnectionSeries(
        { conferenceId, connectionIds: [connectionId] },
        { signal },
      )
      const [series] = connections
      return series ? toConnectionSeries(series, startTime) : null
    },
    refetchInterval: isOngoing ? LIVE_REFRESH_MS : false,
  })
