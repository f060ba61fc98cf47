import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from '../engine/prepared-statements.ts'
import { query } from '../engine/sql.ts'
import { fillFromConnections } from '../events/event-connections.ts'

/** A conference that counts as ongoing although nobody has reported about it for long. */
export interface StaleConference {
  id: string
  /** Time of the last thing that happened in it. */
  lastActivity: Date
}

interface QuietConference {
  id: string
  createdAt: string
  startTime: string | null
  /** Events up to then count: when it was given up, else `infinity`. */
  until: string
}

/**
 * Ongoing conferences about which nothing was received since an instant. Looks at when reports arrived: a call that is
 * reported late is not stale. Only where the analysis of calls under way saw nothing since then, events are looked at.
 * @param id looks at this one only
 */
export async function findStaleConferences(em: EntityManager, since: Date, id?: string): Promise<StaleConference[]> {
  const quiet = await query<QuietConference>(
    em,
    `select conference.id, conference.created_at as "createdAt", conference.start_time as "startTime",
            coalesce(swept_at, 'infinity')::text as until
       from conference left join analysis on analysis.conference_id = conference.id
      where conference.ongoing and coalesce(analysis.position, conference.created_at) < $1
        and ($2::uuid is null or conference.id = $2)
      order by conference.id`,
    [since.toISOString(), id ?? null],
  )
  const activities = await lastActivities(em, quiet)
  return quiet.flatMap(conference => {
    const last = activities.get(conference.id)
    if (new Date(last?.received ?? conference.createdAt) >= since) return []
    return { id: conference.id, lastActivity: new Date(last?.activity ?? conference.startTime ?? conference.createdAt) }
  })
}

const LAST_ACTIVITIES = prepared(`
  select wanted.id, last.activity, last.received
    from json_to_recordset($1::json) as wanted (id uuid, until timestamptz) cross join lateral (
      select max(event.created_at) as activity, max(event.received_at) as received
        from event where event.conference_id = wanted.id and event.created_at <= wanted.until
    ) last where last.received is not null`)

/** When the last event of each of some conferences happened, and when one was last received. */
async function lastActivities(em: EntityManager, conferences: readonly QuietConference[]) {
  if (conferences.length === 0) return new Map<string, never>()
  const wanted = conferences.map(({ id, until }) => ({ id, until }))
  const rows = await query<{ id: string; activity: string; received: string }>(em, LAST_ACTIVITIES, [
    JSON.stringify(wanted),
  ])
  return new Map(rows.map(row => [row.id, row]))
}

const COUNTED_UNTIL = prepared(`
  select id, coalesce(swept_at, 'infinity')::text as until from conference where id = any($1::uuid[])`)

const LAST_SIGNS = prepared(`
  select event.session_id as "sessionId", event.connection_id as "connectionId", max(event.created_at) as at
    from json_to_recordset($1::json) as wanted (id uuid, until timestamptz)
    join event on event.conference_id = wanted.id and event.created_at <= wanted.until
   group by 1, 2`)

/** Time of the last thing that each session of some conferences reported; of those that were given up, until then. */
export async function lastSigns(em: EntityManager, conferenceIds: readonly string[]): Promise<Map<string, Date>> {
  if (conferenceIds.length === 0) return new Map()
  const wanted = await query(em, COUNTED_UNTIL, [conferenceIds])
  const rows = await query<{ sessionId: string | null; connectionId: string | null; at: string }>(em, LAST_SIGNS, [
    JSON.stringify(wanted),
  ])
  const signs = new Map<string, Date>()
  for (const { sessionId, at } of await fillFromConnections((sql, values) => query(em, sql, values), rows)) {
    const time = new Date(at)
    if (time > (signs.get(sessionId) ?? 0)) signs.set(sessionId, time)
  }
  return signs
}
