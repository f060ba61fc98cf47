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
  const byTrackId = new Map(tracks.map(track => [track.trackId, track]))
  if (byTrackId.size === 0) return new Map()
  const rows = [...byTrackId.values()].map(({ trackId, kind, direction, label, info }) => {
    return { id: uuidv7(), track_id: trackId, kind, direction, label, info }
  })
  // In one order everywhere, so that two transactions with the same tracks wait for each other instead of failing.
  const stored = await query<{ id: string; trackId: string }>(
    em,
    `insert into track (id, app_id, session_id, connection_id, kind, direction, track_id, label, info, created_at)
     select row.id, $1, $2, $3, row.kind, row.direction, row.track_id, row.label, row.info, $4
       from jsonb_to_recordset($5::jsonb) as row (
         id uuid, track_id varchar, kind varchar, direction varchar, label varchar, info jsonb)
      order by row.track_id
     on conflict (session_id, track_id) do update
       set connection_id = coalesce(track.connection_id, excluded.connection_id),
           kind = coalesce(track.kind, excluded.kind),
           label = coalesce(track.label, excluded.label)
     returning id, track_id as "trackId"`,
    [owner.appId, owner.sessionId, owner.connectionId, createdAt.toISOString(), JSON.stringify(rows)],
  )
  return new Map(stored.map(({ id, trackId }) => [trackId, id]))
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
