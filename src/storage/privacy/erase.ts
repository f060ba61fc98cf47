import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../engine/sql.ts'

/** Numbers of deleted rows, by kind. */
export interface ErasedCounts {
  sessions: number
  connections: number
  tracks: number
  issues: number
  /** A stats report counts once. */
  events: number
}

/** The conferences in which a participant left anything, by id. */
export async function conferencesOf(em: EntityManager, participantId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    em,
    `select conference_id as id from conference_participant where participant_id = $1
     union select conference_id from session where participant_id = $1
     union select conference_id from connection where participant_id = $1 or peer_id = $1
     order by id`,
    [participantId],
  )
  return rows.map(row => row.id)
}

/** Deletes all that a participant sent in a conference, and its place in it. */
export async function eraseFromConference(
  em: EntityManager,
  conferenceId: string,
  participantId: string,
): Promise<ErasedCounts & { sessionIds: string[] }> {
  const own = [conferenceId, participantId]
  const count = async (statement: string): Promise<number> => {
    const rows = await query<{ count: number }>(
      em,
      `with deleted as (${statement} returning 1) select count(*)::int as count from deleted`,
      own,
    )
    return rows[0]?.count ?? 0
  }
  const mine = 'conference_id = $1 and participant_id = $2'
  const events = await count(`delete from event where ${mine}`)
  const issues = await count(`delete from issue where ${mine}`)
  const tracks = await count(`delete from track where session_id in (select id from session where ${mine})`)
  const connections = await count(`delete from connection where ${mine}`)
  const deleted = await query<{ id: string }>(em, `delete from session where ${mine} returning id`, own)
  await query(em, `delete from conference_participant where ${mine}`, own)
  return { sessions: deleted.length, connections, tracks, issues, events, sessionIds: deleted.map(({ id }) => id) }
}

/** Whether connections of others lead to a participant. */
export async function isPeer(em: EntityManager, participantId: string): Promise<boolean> {
  return (await query(em, 'select from connection where peer_id = $1 limit 1', [participantId])).length > 0
}

/** Lets what others reported about a participant in a conference be about another one. */
export async function replacePeer(
  em: EntityManager,
  { conferenceId, from, to }: { conferenceId: string; from: string; to: string },
): Promise<void> {
  await query(em, 'update connection set peer_id = $3 where conference_id = $1 and peer_id = $2', [
    conferenceId,
    from,
    to,
  ])
  await query(em, 'update event set peer_id = $3 where conference_id = $1 and peer_id = $2', [conferenceId, from, to])
  await query(
    em,
    `insert into conference_participant (conference_id, participant_id) values ($1, $2) on conflict do nothing`,
    [conferenceId, to],
  )
}
