import { type ConnectionSeries, MergedSeries, type Span } from '../../domain/series/merged-series.ts'
import { DomainError, invalid, missing } from '../../domain/values/errors.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import type { Conference } from '../../storage/entities/conference.ts'
import type { Connection } from '../../storage/entities/connection.ts'
import type { InstantBounds } from '../../storage/queries/conditions.ts'
import { connectionsOfConference } from '../../storage/queries/connections.ts'
import { tracksOfSessions } from '../../storage/queries/tracks.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { connectionBlocks } from './connection-blocks.ts'
import { findConference } from './find.ts'

/** Which series are wanted. */
export interface SeriesRequest {
  conferenceId: string
  connectionIds: readonly string[]
  /** Where intervals must end. */
  ended: InstantBounds
  /** 0: {@link DEFAULT_POINTS}; at most {@link MAX_POINTS}. */
  maxPoints: number
}

export interface ShownSeries extends ConnectionSeries {
  connectionId: string
  /** Track.id by MediaStreamTrack.id. */
  trackIds: ReadonlyMap<string, string>
}

/** Connections of one request, and points of one of them. */
const MAX_CONNECTIONS = 20
const DEFAULT_POINTS = 500
const MAX_POINTS = 2000

/**
 * Reads time series of some connections of a conference.
 * @throws DomainError conference_not_found, connection_not_found, missing_parameters, invalid_parameters
 */
export async function getConnectionSeries(
  context: ReadContext,
  { conferenceId, connectionIds, ended, maxPoints }: SeriesRequest,
): Promise<{ startTime: Date; connections: ShownSeries[] }> {
  const points = allowedPoints(maxPoints)
  const wanted = allowedConnections(connectionIds)
  const conference = await findConference(context, conferenceId)
  const connections = await findConnections(context, conference.id, wanted)
  const merged = new Map(
    connections.map(one => [
      one.id,
      new MergedSeries(spanOf(ended), lifeOf(one, conference, ended, context.now), points),
    ]),
  )
  for await (const { connectionId, block } of connectionBlocks(context, conference, connections)) {
    merged.get(connectionId)?.add(block)
  }
  const tracks = await tracksOfSessions(context.reader, [...new Set(connections.map(({ session }) => session))])
  const shown = connections.flatMap(({ id, session }) => {
    const series = merged.get(id)?.result()
    const own = tracks.filter(({ sessionId }) => sessionId === session)
    const trackIds = new Map(own.map(track => [track.trackId, track.id]))
    return series ? [{ ...series, connectionId: id, trackIds }] : []
  })
  return { startTime: conference.startTime ?? conference.createdAt, connections: shown }
}

function allowedPoints(wanted: number): number {
  if (wanted < 0) throw invalid('max_points must not be negative', { field: 'max_points' })
  return Math.min(Math.max(wanted || DEFAULT_POINTS, 2), MAX_POINTS)
}

function allowedConnections(ids: readonly string[]): string[] {
  if (ids.length === 0) throw missing('connection_ids')
  const wanted = [...new Set(ids.map(id => parseUuid(id) ?? ''))]
  if (wanted.length > MAX_CONNECTIONS) {
    throw invalid(`connection_ids must not have more than ${MAX_CONNECTIONS} ids`, {
      field: 'connection_ids',
      limit: MAX_CONNECTIONS,
    })
  }
  return wanted
}

/** In the order of the ids. A malformed id is one that does not exist. */
async function findConnections(
  { reader }: ReadContext,
  conferenceId: string,
  ids: readonly string[],
): Promise<Connection[]> {
  const found = new Map(
    (await connectionsOfConference(reader, conferenceId, ids.filter(Boolean))).map(one => [one.id, one]),
  )
  return ids.map(id => {
    const connection = found.get(id)
    if (!connection) throw new DomainError('connection_not_found')
    return connection
  })
}

const spanOf = ({ from, before }: InstantBounds): Span => ({
  from: from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from),
  to: before === undefined ? Number.POSITIVE_INFINITY : Date.parse(before),
})

/** When intervals of a connection can be expected to end, as far as they are wanted. */
function lifeOf(connection: Connection, conference: Conference, ended: InstantBounds, now: Date): Span {
  const wanted = spanOf(ended)
  const end = connection.endTime ?? conference.endTime ?? now
  return {
    from: Math.max(connection.startTime.getTime(), wanted.from),
    to: Math.min(end.getTime(), wanted.to),
  }
}
