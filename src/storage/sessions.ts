import type { EntityManager } from '@mikro-orm/postgresql'
import type { GeoLocation } from '../domain/geo-location.ts'
import { query } from './sql.ts'

/** A session with what its events are filed under; none of it ever changes. */
export interface SessionRecord {
  sessionId: string
  conferenceId: string
  participantId: string
  appId: string
}

export async function findSession(em: EntityManager, sessionId: string): Promise<SessionRecord | undefined> {
  const rows = await query<SessionRecord>(
    em,
    `select id as "sessionId", conference_id as "conferenceId", participant_id as "participantId", app_id as "appId"
       from session where id = $1`,
    [sessionId],
  )
  return rows[0]
}

/** Fills in where a session's client is, which was not known when it was stored. */
export async function setSessionLocation(em: EntityManager, sessionId: string, location: GeoLocation): Promise<void> {
  await query(em, 'update session set geo_ip = $2 where id = $1', [sessionId, JSON.stringify(location)])
}
