import type { EntityManager } from '@mikro-orm/postgresql'
import type { GeoLocation } from '../../domain/call/geo-location.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import { prepared } from '../engine/prepared-statements.ts'
import { query } from '../engine/sql.ts'
import { type Link, linkFrom, linkKey } from './conferences.ts'

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

/** A session that begins: nothing has happened in it. */
export interface NewSession extends SessionRecord {
  platform: JsonValue
  devices: JsonValue
  constraints: JsonValue
  metadata: JsonValue
  geoIp: GeoLocation
  clientAddress: string | null
  appVersion: string | null
  webrtcSdk: string | null
  createdAt: Date
}

const INSERT = prepared(`
  with begun as materialized (
    select * from json_to_recordset($1::json) as begun(
      "sessionId" uuid, "appId" uuid, "conferenceId" uuid, "participantId" uuid, platform jsonb, devices jsonb,
      constraints jsonb, metadata jsonb, "geoIp" jsonb, "clientAddress" text, "appVersion" text, "webrtcSdk" text,
      "createdAt" timestamptz)),
  linked as (${linkFrom('begun')})
  insert into session (id, app_id, conference_id, participant_id, platform, devices, constraints, metadata, geo_ip,
                       client_address, app_version, webrtc_sdk, info, receipts, active_seconds, created_at)
  select "sessionId", "appId", "conferenceId", "participantId", platform, devices, constraints, metadata, "geoIp",
         "clientAddress", "appVersion", "webrtcSdk", '{}', '[]', '{}', "createdAt"
    from begun`)

/** Stores sessions that begin, and that their participants are in their conferences. */
export async function insertSessions(em: EntityManager, sessions: readonly NewSession[]): Promise<void> {
  await query(em, INSERT, [JSON.stringify(sessions)])
}

const WITH_SESSIONS = prepared(`
  select "conferenceId", "participantId"
    from json_to_recordset($1::json) as link("conferenceId" uuid, "participantId" uuid)
   where exists (
     select from session where conference_id = "conferenceId" and participant_id = "participantId")`)

/** Which of some participants had a session in their conference before: keys of {@link linkKey}. */
export async function linksWithSessions(em: EntityManager, links: readonly Link[]): Promise<Set<string>> {
  const rows = await query<Link>(em, WITH_SESSIONS, [JSON.stringify(links)])
  return new Set(rows.map(linkKey))
}

/** Fills in where a session's client is, which was not known when it was stored. */
export async function setSessionLocation(em: EntityManager, sessionId: string, location: GeoLocation): Promise<void> {
  await query(em, 'update session set geo_ip = $2 where id = $1', [sessionId, JSON.stringify(location)])
}

/** A session whose page went on reporting after `beforeunload`. */
interface Stay {
  sessionId: string
  at: Date
}

/** Takes back the ends of sessions that were only announced, by `beforeunload`, where the page went on reporting. */
export async function takeBackLeaves(em: EntityManager, stays: readonly Stay[]): Promise<void> {
  if (stays.length === 0) return
  await query(
    em,
    `update session set end_time = null, end_presumed = false, duration = 0
       from json_to_recordset($1::json) as stay("sessionId" uuid, at timestamptz)
      where session.id = "sessionId" and end_presumed and end_time = leaving_at and leaving_at < stay.at`,
    [JSON.stringify(stays)],
  )
}
