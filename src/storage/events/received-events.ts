import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../engine/sql.ts'
import type { ReceivedSpan } from './read-events.ts'

/**
 * Ids of the events of ongoing conferences that were received in a short span of time: by conference, in order of event
 * time. Reads what was received in that time, however long the calls are and however many of them there are.
 */
export async function listReceivedEvents(
  em: EntityManager,
  { after, until }: ReceivedSpan,
): Promise<Map<string, string[]>> {
  const rows = await query<{ conferenceId: string; id: string }>(
    em,
    // Materialised: with nothing known of the latest rows the planner would rather read all events of each conference.
    `with received as materialized (
       select conference_id, id, created_at from event
        where received_at > $1::timestamptz and received_at <= $2::timestamptz)
     select received.conference_id as "conferenceId", received.id
       from received join conference on conference.id = received.conference_id
      where conference.ongoing
      order by received.conference_id, received.created_at, received.id`,
    [after, until],
  )
  const ids = new Map<string, string[]>()
  for (const { conferenceId, id } of rows) {
    const known = ids.get(conferenceId)
    if (known) known.push(id)
    else ids.set(conferenceId, [id])
  }
  return ids
}
