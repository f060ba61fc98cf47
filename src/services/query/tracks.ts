import { missing } from '../../domain/values/errors.ts'
import type { Track } from '../../storage/entities/track.ts'
import { readTracks, type TrackOwner } from '../../storage/queries/tracks.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { filterId } from './filters.ts'
import type { List } from './lists.ts'

/**
 * The tracks of a session or of a connection.
 * @throws DomainError missing_parameters, invalid_parameters
 */
export function trackList(
  { reader }: ReadContext,
  wanted: { sessionId?: string | undefined; connectionId?: string | undefined },
): List<Track> {
  const owner = checkedOwner(wanted)
  return {
    name: `tracks ${JSON.stringify(owner)}`,
    read: async slice =>
      (await readTracks(reader, owner, slice)).map(({ entity, position }) => ({ row: entity, position })),
  }
}

function checkedOwner(wanted: Parameters<typeof trackList>[1]): TrackOwner {
  const sessionId = filterId(wanted.sessionId, 'session_id')
  if (sessionId) return { sessionId }
  const connectionId = filterId(wanted.connectionId, 'connection_id')
  if (connectionId) return { connectionId }
  throw missing('session_id or connection_id')
}
