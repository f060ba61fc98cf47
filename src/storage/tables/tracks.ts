import type { EntityManager } from '@mikro-orm/postgresql'
import type { TrackRow } from '../../domain/lifecycle/call-rows.ts'
import { prepared } from '../engine/prepared-statements.ts'
import { query } from '../engine/sql.ts'

/** A track as its page knows it. */
export type TrackKey = Pick<TrackRow, 'session' | 'trackId'>

const FIND = prepared(`
  select id, app_id as app, session_id as session, connection_id as connection, kind, direction, track_id as "trackId",
         label, info, created_at as "createdAt"
    from json_to_recordset($1::json) as wanted(session uuid, "trackId" text)
    join track on session_id = wanted.session and track_id = wanted."trackId"`)

/** Those of some tracks that are known; a lock of their sessions keeps them as they are. */
export async function findTracks(em: EntityManager, keys: readonly TrackKey[]): Promise<TrackRow[]> {
  const wanted = new Map(keys.map(({ session, trackId }) => [`${session} ${trackId}`, { session, trackId }]))
  if (wanted.size === 0) return []
  const rows = await query<TrackRow & { createdAt: string }>(em, FIND, [JSON.stringify([...wanted.values()])])
  return rows.map(row => ({ ...row, createdAt: new Date(row.createdAt) }))
}

/** Stores new tracks of locked sessions. @param source parameter with the rows as JSON */
export const insertTracksFrom = (source: string): string => `
  insert into track (id, app_id, session_id, connection_id, kind, direction, track_id, label, info, created_at)
  select id, app, session, connection, kind, direction, "trackId", label, info, "createdAt"
    from json_to_recordset(${source}::json) as made(
         id uuid, app uuid, session uuid, connection uuid, kind text, direction text, "trackId" text, label text,
         info jsonb, "createdAt" timestamptz)`

/** Stores known tracks of locked sessions. @param source parameter with the rows as JSON */
export const updateTracksFrom = (source: string): string => `
  update track
     set connection_id = changed.connection, kind = changed.kind, label = changed.label, info = changed.info
    from json_to_recordset(${source}::json) as changed(id uuid, connection uuid, kind text, label text, info jsonb)
   where track.id = changed.id`

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
