import { createClient } from '@connectrpc/connect'
import { useQuery } from '@tanstack/react-query'
import { MediaKind, TrackDirection } from '../../../gen/peermetrics/call/v1/track_pb.js'
import { Order } from '../../../gen/peermetrics/query/v1/lists_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import type { TrackKind } from '../model/call.ts'
import { type PartsOfCalls, participantUsage } from '../model/participant-usage.ts'
import { PAGE_SIZE } from './all-pages.ts'
import { toCallRows } from './convert/call.ts'
import { toConnection } from './convert/connection.ts'
import { toSession } from './convert/session.ts'
import { transport } from './transport.ts'

const client = createClient(QueryService, transport)

const kinds: Record<MediaKind, TrackKind | undefined> = {
  [MediaKind.UNSPECIFIED]: undefined,
  [MediaKind.AUDIO]: 'audio',
  [MediaKind.VIDEO]: 'video',
}

/** What a participant used in its newest calls. */
export const useParticipantUsage = (participantId: string) =>
  useQuery({
    queryKey: ['participant', participantId, 'usage'],
    queryFn: async ({ signal }) => {
      const { isPartial, callCount, ...parts } = await readParts(participantId, signal)
      return { usage: participantUsage(parts), isPartial, callCount, hasSessions: parts.sessions.length > 0 }
    },
  })

interface ReadParts extends PartsOfCalls {
  /** Whether there is more than was read. */
  isPartial: boolean
  callCount: number
}

async function readParts(participantId: string, signal: AbortSignal): Promise<ReadParts> {
  const page = { order: Order.NEWEST_FIRST, pageSize: PAGE_SIZE }
  const ofParticipant = { ...page, participantId, createTimeRange: {} }
  const options = { signal }
  const [calls, sessions, connections, tracks] = await Promise.all([
    client.listConferences(ofParticipant, options),
    client.listSessions(ofParticipant, options),
    client.listConnections(ofParticipant, options),
    client.listTracks(
      { ...page, owner: { case: 'participantId', value: participantId }, direction: TrackDirection.OUTBOUND },
      options,
    ),
  ])
  const rows = toCallRows(calls.rows)
  return {
    qualities: new Map(rows.map(({ call, personVerdict }) => [call.id, personVerdict?.quality ?? 'unjudged'])),
    sessions: sessions.sessions.map(session => ({ ...toSession(session), callId: session.conferenceId })),
    connections: connections.connections.map(connection => ({
      ...toConnection(connection),
      callId: connection.conferenceId,
    })),
    tracks: tracks.tracks.map(({ sessionId, kind, label }) => ({ sessionId, kind: kinds[kind], label })),
    isPartial: [calls, sessions, connections, tracks].some(({ nextPageToken }) => nextPageToken !== ''),
    callCount: rows.length,
  }
}
