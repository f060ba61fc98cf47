import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from '../engine/prepared-statements.ts'
import { query } from '../engine/sql.ts'
import { categoryNumber, type EventRow, unlessSaidByConnection } from './event-row.ts'

/** @param source parameter with the events as JSON: {@link eventRecords} */
export const insertEventsFrom = (source: string): string => `
  insert into event (id, conference_id, app_id, session_id, participant_id, peer_id, connection_id, track_id, category,
                     type, created_at, received_at, data, report, dictionary, track_count, collection_time_ms)
  select id, "conferenceId", "appId", "sessionId", "participantId", "peerId", "connectionId", "trackId", category, type,
         "createdAt", "receivedAt", data, decode(report, 'base64'), dictionary, "trackCount", "collectionTimeMs"
    from json_to_recordset(${source}::json) as reported(
         id uuid, "conferenceId" uuid, "appId" uuid, "sessionId" uuid, "participantId" uuid, "peerId" uuid,
         "connectionId" uuid, "trackId" uuid, category smallint, type text, "createdAt" timestamptz,
         "receivedAt" timestamptz, data jsonb, report text, dictionary smallint, "trackCount" smallint,
         "collectionTimeMs" double precision)
  on conflict (conference_id, id) do nothing
  returning id`

const INSERT = prepared(insertEventsFrom('$1'))

export const eventRecords = (rows: readonly EventRow[]): string =>
  JSON.stringify(
    rows.map(({ packed, ...row }) => ({
      ...row,
      sessionId: unlessSaidByConnection({ packed }, row.sessionId),
      peerId: unlessSaidByConnection({ packed }, row.peerId),
      category: categoryNumber(row.category),
      report: packed?.report.toString('base64'),
      dictionary: packed?.dictionary,
      trackCount: packed?.trackCount,
      // JSON has no Infinity.
      collectionTimeMs: row.collectionTimeMs === null ? null : String(row.collectionTimeMs),
    })),
  )

/**
 * Stores events in the entity manager's transaction; one that is already there is left as it is.
 * @returns how many were not there before
 */
export async function insertEvents(em: EntityManager, rows: readonly EventRow[]): Promise<number> {
  if (rows.length === 0) return 0
  return (await query(em, INSERT, [eventRecords(rows)])).length
}

/** Gives an event the track that was not known yet when it was stored. */
export async function tieToTrack(
  em: EntityManager,
  conferenceId: string,
  eventId: string,
  trackId: string,
): Promise<void> {
  await query(em, 'update event set track_id = $3 where conference_id = $1 and id = $2 and track_id is null', [
    conferenceId,
    eventId,
    trackId,
  ])
}

const FIND = prepared(`
  select event.id
    from json_to_recordset($1::json) as wanted("conferenceId" uuid, id uuid)
    join event on conference_id = wanted."conferenceId" and event.id = wanted.id`)

/** Ids of those of some events that are stored already. */
export async function storedEvents(
  em: EntityManager,
  events: readonly Pick<EventRow, 'conferenceId' | 'id'>[],
): Promise<Set<string>> {
  if (events.length === 0) return new Set()
  const wanted = events.map(({ conferenceId, id }) => ({ conferenceId, id }))
  return new Set((await query<{ id: string }>(em, FIND, [JSON.stringify(wanted)])).map(({ id }) => id))
}
