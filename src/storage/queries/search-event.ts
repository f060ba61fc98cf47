import type { ScopedReader } from '../access/scoped-reader.ts'
import type { SearchHit } from './search.ts'

/**
 * The event with an id: looked for in the calls of sessions that had begun up to a day before. Events have no index by id
 * alone; those sessions are found by the index of their app's list.
 * @param at when the event was stored
 */
export async function findEventHit(
  reader: ScopedReader,
  { id, at, appId }: { id: string; at: Date; appId: string | undefined },
): Promise<SearchHit | undefined> {
  const calls = await reader.query<{ id: string }>(
    `select distinct present.conference_id as id
       from app, lateral (
         select session.conference_id from session
          where session.app_id = app.id
            and session.created_at between $1::timestamptz - interval '1 day' and $1::timestamptz + interval '1 minute'
       ) present
      where $2::uuid is null or app.id = $2`,
    [at.toISOString(), appId ?? null],
  )
  const rows = await reader.query<SearchHit>(
    `select 'event' as kind, event.id, event.type as name, null as "externalId", event.app_id as "appId",
            event.conference_id as "conferenceId", event.created_at as "createdAt", null as quality
       from unnest($2::uuid[]) as call (id) cross join lateral (
         select id, type, app_id, conference_id, created_at from event
          where event.conference_id = call.id and event.id = $1 offset 0) event`,
    [id, calls.map(call => call.id)],
  )
  return rows[0]
}
