import { createClient } from '@connectrpc/connect'
import { useQueries, useQuery } from '@tanstack/react-query'
import { MediaKind, TrackDirection } from '../../../gen/peermetrics/call/v1/track_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import type { Track } from '../model/call.ts'
import { PAGE_SIZE, readAllPages } from './all-pages.ts'
import { callListKey } from './call-cache.ts'
import { toTimeline } from './convert/timeline.ts'
import { LIVE_REFRESH_MS } from './live-refresh.ts'
import { binaryTransport } from './transport.ts'

const client = createClient(QueryService, binaryTransport)

/** The course of a call. Of one that runs it is asked for again when a watch tells of a change. */
export const useReportedTimeline = (conferenceId: string, isOngoing: boolean) =>
  useQuery({
    queryKey: callListKey(conferenceId, 'timeline'),
    queryFn: async ({ signal }) => toTimeline(await client.getConferenceTimeline({ conferenceId }, { signal })),
    refetchInterval: isOngoing ? LIVE_REFRESH_MS : false,
  })

/** Tracks of some connections: what their rows are called. */
export const useTracks = (conferenceId: string, connectionIds: readonly string[]): Track[] =>
  useQueries({
    queries: connectionIds.map(connectionId => ({
      queryKey: [...callListKey(conferenceId, 'tracks'), connectionId],
      queryFn: ({ signal }: { signal: AbortSignal }) => readTracks(connectionId, signal),
    })),
    combine: joined,
  })

const joined = (results: readonly { data: Track[] | undefined }[]): Track[] => results.flatMap(({ data }) => data ?? [])

async function readTracks(connectionId: string, signal: AbortSignal): Promise<Track[]> {
  const { rows } = await readAllPages(
    pageToken =>
      client.listTracks(
        { owner: { case: 'connectionId', value: connectionId }, pageSize: PAGE_SIZE, pageToken },
        { signal },
      ),
    ({ tracks }) => tracks,
  )
  return rows.map(({ id, kind, direction }) => ({ id, kind: kinds[kind], direction: directions[direction] }))
}

const kinds: Record<MediaKind, Track['kind']> = {
  [MediaKind.UNSPECIFIED]: undefined,
  [MediaKind.AUDIO]: 'audio',
  [MediaKind.VIDEO]: 'video',
}

const directions: Record<TrackDirection, Track['direction']> = {
  [TrackDirection.UNSPECIFIED]: undefined,
  [TrackDirection.INBOUND]: 'inbound',
  [TrackDirection.OUTBOUND]: 'outbound',
}
