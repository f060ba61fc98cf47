import { createQueryOptions } from '@connectrpc/connect-query'
import { useQueries } from '@tanstack/react-query'
import { MediaKind } from '../../../gen/peermetrics/call/v1/track_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import type { TrackKind } from '../model/call.ts'
import { transport } from './transport.ts'

const kinds: Record<MediaKind, TrackKind | undefined> = {
  [MediaKind.UNSPECIFIED]: undefined,
  [MediaKind.AUDIO]: 'audio',
  [MediaKind.VIDEO]: 'video',
}

/** Sessions whose tracks are asked for: the contract lists tracks by session only. */
const MAX_SESSIONS = 6

/** The medium of each track of some sessions, by id; those that are not known are missing. */
export const useTrackKinds = (sessionIds: readonly string[]): ReadonlyMap<string, TrackKind> =>
  useQueries({
    queries: sessionIds
      .slice(0, MAX_SESSIONS)
      .map(sessionId =>
        createQueryOptions(
          QueryService.method.listTracks,
          { owner: { case: 'sessionId', value: sessionId }, pageSize: 200 },
          { transport },
        ),
      ),
    combine: combineKinds,
  })

function combineKinds(results: readonly { data?: { tracks: { id: string; kind: MediaKind }[] } | undefined }[]) {
  const known = new Map<string, TrackKind>()
  for (const { id, kind } of results.flatMap(({ data }) => data?.tracks ?? [])) {
    const name = kinds[kind]
    if (name) known.set(id, name)
  }
  return known
}
