import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from '../engine/prepared-statements.ts'
import { query } from '../engine/sql.ts'

/** A conference that counts as ongoing although nobody has reported about it for long. */
export interface StaleConference {
  id: string
  /** Time of the last thing that happened in it. */
  lastActivity: Date
}

/** Time of the last thing that is known to have happened in `conference`, and when the last report arrived. */
const ACTIVITY = `
  left join lateral (
    select max(event.created_at) as activity, max(event.received_at) as received
      from event where event.conference_id = conference.id and event.created_at <= coalesce(swept_at, 'infinity')
  ) last on true`

const LAST_ACTIVITY = 'coalesce(last.activity, conference.start_time, conference.created_at)'

/**
 * Ongoing conferences about which nothing was received since an instant. Looks at when reports arrived: a call that is
 * reported late is not stale. Only where the analysis of calls under way saw nothing since then, events are looked at.
 * @param id looks at this one only
 */
export async function findStaleConferences(em: EntityManager, since: Date, id?: string): Promise<StaleConference[]> {
  const rows = await query<{ id: string; last_activity: string }>(
    em,
    `select conference.id, ${LAST_ACTIVITY} as last_activity
       from conference left join analysis on analysis.conference_id = conference.id ${ACTIVITY}
      where conference.ongoing and coalesce(analysis.position, conference.created_at) < $1
        and coalesce(last.received, conference.created_at) < $1
        and ($2::uuid is null or conference.id = $2)
      order by conference.id`,
    [since.toISOString(), id ?? null],
  )
  return rows.map(row => ({ id: row.id, lastActivity: new Date(row.last_activity) }))
}

const LAST_SIGNS = prepared(`
  select coalesce(event.session_id, connection.session_id) as id, max(event.created_at) as at
    from event join conference on conference.id = event.conference_id
    left join connection on connection.id = event.connection_id
   where event.conference_id = any($1::uuid[]) and event.created_at <= coalesce(swept_at, 'infinity')
   group by 1`)

/** Time of the last thing that each session of some conferences reported; of those that were given up, until then. */
export async function lastSigns(em: EntityManager, conferenceIds: readonly string[]): Promise<Map<string, Date>> {
  if (conferenceIds.length === 0) return new Map()
  const rows = await query<{ id: string; at: string }>(em, LAST_SIGNS, [conferenceIds])
  return new Map(rows.map(({ id, at }) => [id, new Date(at)]))
}
