import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuidv7 } from 'uuid'
import type { TrackDescription } from '../domain/track.ts'
import { query } from './sql.ts'

interface Owner {
  appId: string
  sessionId: string
  connectionId: string | null
}

/**
 * Makes the rows of tracks that have none yet; a track that is known without a connection gets the one it is now seen on.
 * @returns row id by track id
 */
export async function ensureTracks(
  em: EntityManager,
  owner: Owner,
  tracks: readonly TrackDescription[],
  createdAt: Date,
): Promise<Map<string, string>> {
  // In one order everywhere, so that two transactions with the same tracks wait for each other instead of failing.
  const byTrackId = new Map(tracks.map(track => [track.trackId, track]))
  const ids = new Map<string, string>()
  for (const trackId of [...byTrackId.keys()].sort()) {
    const track = byTrackId.get(trackId) as TrackDescription
    const rows = await query<{ id: string }>(
      em,
      `insert into track (id, app_id, session_id, connection_id, kind, direction, track_id, label, info, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (session_id, track_id) do update
         set connection_id = coalesce(track.connection_id, excluded.connection_id),
             kind = coalesce(track.kind, excluded.kind),
             label = coalesce(track.label, excluded.label)
       returning id`,
      [
        uuidv7(),
        owner.appId,
        owner.sessionId,
        owner.connectionId,
        track.kind,
        track.direction,
        trackId,
        track.label,
        JSON.stringify(track.info),
        createdAt.toISOString(),
      ],
    )
    ids.set(trackId, rows[0]?.id ?? '')
  }
  return ids
}

/** MediaStreamTrack.id by row id, of all tracks of a conference. */
export async function trackIdentifiers(em: EntityManager, conferenceId: string): Promise<Map<string, string>> {
  const rows = await query<{ id: string; trackId: string }>(
    em,
    `select track.id, track.track_id as "trackId"
       from track join session on session.id = track.session_id
      where session.conference_id = $1`,
    [conferenceId],
  )
  return new Map(rows.map(({ id, trackId }) => [id, trackId]))
}
