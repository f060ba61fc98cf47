import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from './sql.ts'

/** A conference that counts as ongoing although nobody has reported about it for long. */
export interface StaleConference {
  id: string
  /** Time of the last thing that happened in it. */
  lastActivity: Date
}

/**
 * Ongoing conferences about which nothing was received since an instant. Looks at when reports arrived: a call that is
 * reported late is not stale. Only where the analysis of calls under way saw nothing since then, events are looked at.
 */
export async function findStaleConferences(em: EntityManager, since: Date): Promise<StaleConference[]> {
  const rows = await query<{ id: string; last_activity: string }>(
    em,
    `select conference.id, coalesce(last.activity, conference.start_time, conference.created_at) as last_activity
       from conference
       left join analysis on analysis.conference_id = conference.id
       left join lateral (
         select max(event.created_at) as activity, max(event.received_at) as received
           from event where event.conference_id = conference.id
       ) last on true
      where conference.ongoing and coalesce(analysis.position, conference.created_at) < $1
        and coalesce(last.received, conference.created_at) < $1
      order by conference.id`,
    [since.toISOString()],
  )
  return rows.map(row => ({ id: row.id, lastActivity: new Date(row.last_activity) }))
}
