import type { EntityManager } from '@mikro-orm/postgresql'
import type { GeoLocation } from '../domain/geo-location.ts'
import { query } from './sql.ts'

/** A session with what its events are filed under, and whether its app takes reports. */
export interface SessionRecord {
  sessionId: string
  conferenceId: string
  participantId: string
  appId: string
  isActive: boolean
  recording: boolean
  /** When the app's key was last replaced. */
  keyResetAt: string | null
}

export async function findSession(em: EntityManager, sessionId: string): Promise<SessionRecord | undefined> {
  const rows = await query<SessionRecord>(
    em,
    `select session.id as "sessionId", session.conference_id as "conferenceId",
            session.participant_id as "participantId", session.app_id as "appId",
            app.is_active and organization.is_active as "isActive", app.recording,
            app.key_reset_at as "keyResetAt"
       from session
       join app on app.id = session.app_id
       join organization on organization.id = app.organization_id
      where session.id = $1`,
    [sessionId],
  )
  return rows[0]
}

/** Fills in where a session's client is, which was not known when it was stored. */
export async function setSessionLocation(em: EntityManager, sessionId: string, location: GeoLocation): Promise<void> {
  await query(em, 'update session set geo_ip = $2 where id = $1', [sessionId, JSON.stringify(location)])
}
