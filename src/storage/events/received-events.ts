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
  const received = await query<{ conferenceId: string; id: string }>(
    em,
    `select conference_id as "conferenceId", id from event
      where received_at > $1::timestamptz and received_at <= $2::timestamptz
      order by conference_id, created_at, id`,
    [after, until],
  )
  const rows = await ofOngoing(em, received)
  const ids = new Map<string, string[]>()
  for (const { conferenceId, id } of rows) {
    const known = ids.get(conferenceId)
    if (known) known.push(id)
    else ids.set(conferenceId, [id])
  }
  return ids
}

/** Those of some events whose conferences are ongoing. */
async function ofOngoing<Event extends { conferenceId: string }>(
  em: EntityManager,
  events: readonly Event[],
): Promise<Event[]> {
  const ids = new Set(events.map(({ conferenceId }) => conferenceId))
  if (ids.size === 0) return []
  const rows = await query<{ id: string }>(em, 'select id from conference where ongoing and id = any($1::uuid[])', [
    [...ids],
  ])
  const ongoing = new Set(rows.map(({ id }) => id))
  return events.filter(({ conferenceId }) => ongoing.has(conferenceId))
}
