import type { EntityManager } from '@mikro-orm/postgresql'
import type { ConferenceRow, ConnectionRow, SessionRow } from '../../domain/lifecycle/call-rows.ts'
import type { JudgedConnection } from '../../domain/lifecycle/session-verdict.ts'
import type { SessionSpan } from '../../domain/lifecycle/updated-call-times.ts'
import { outcomeOf } from '../../domain/signaling/signaling.ts'
import { prepared } from '../engine/prepared-statements.ts'
import { query } from '../engine/sql.ts'

/** A row as the database gives it: instants as text. */
type Stored<Row> = {
  [Key in keyof Row]: Row[Key] extends Date ? string : Row[Key] extends Date | null ? string | null : Row[Key]
}

/**
 * Both ways to lock rows in the order of their ids: waiting for those that somebody else has locked, or leaving them out.
 * Keys never change, so rows that only refer to a locked one (a new event, a new track) need not wait.
 */
const locking = (rows: string) => {
  const lock = `${rows} where id = any($1::uuid[]) order by id for no key update`
  return { waiting: prepared(lock), skipping: prepared(`${lock} skip locked`) }
}

const LOCK_CONFERENCES = locking(`
  select id, start_time as "startTime", call_start as "callStart", end_time as "endTime", swept_at as "sweptAt", ongoing,
         duration
    from conference`)

const LOCK_SESSIONS = locking(`
  select id, app_id as app, conference_id as conference, participant_id as participant, created_at as "createdAt",
         call_start as "callStart", end_time as "endTime", end_presumed as "endPresumed", leaving_at as "leavingAt",
         duration, receipts, active_seconds as "activeSeconds", media_requests as "mediaRequests", media_failures as "mediaFailures"
    from session`)

const LOCK_CONNECTIONS = locking(`
  select id, app_id as app, session_id as session, conference_id as conference, participant_id as participant, type,
         signaling, tcp_detected as "tcpDetected", relay_detected as "relayDetected", established,
         start_time as "startTime", end_time as "endTime", end_presumed as "endPresumed", duration
    from connection`)

async function lock<Row extends { id: string }>(
  em: EntityManager,
  statements: { waiting: string; skipping: string },
  ids: Iterable<string>,
  skipsLocked: boolean,
): Promise<Stored<Row>[]> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return []
  return await query<Stored<Row>>(em, skipsLocked ? statements.skipping : statements.waiting, [wanted])
}

const instant = (stored: string | null): Date | null => (stored === null ? null : new Date(stored))

/** Locks some conferences, in the order of their ids. */
export async function lockConferences(
  em: EntityManager,
  ids: Iterable<string>,
  skipsLocked: boolean,
): Promise<ConferenceRow[]> {
  const rows = await lock<ConferenceRow>(em, LOCK_CONFERENCES, ids, skipsLocked)
  return rows.map(row => ({
    ...row,
    startTime: instant(row.startTime),
    callStart: instant(row.callStart),
    endTime: instant(row.endTime),
    sweptAt: instant(row.sweptAt),
  }))
}

/** Locks some sessions, in the order of their ids. */
export async function lockSessions(
  em: EntityManager,
  ids: Iterable<string>,
  skipsLocked: boolean,
): Promise<SessionRow[]> {
  const rows = await lock<SessionRow>(em, LOCK_SESSIONS, ids, skipsLocked)
  return rows.map(row => ({
    ...row,
    createdAt: new Date(row.createdAt),
    callStart: instant(row.callStart),
    endTime: instant(row.endTime),
    leavingAt: instant(row.leavingAt),
  }))
}

/** Locks some connections, in the order of their ids. */
export async function lockConnections(
  em: EntityManager,
  ids: Iterable<string>,
  skipsLocked: boolean,
): Promise<ConnectionRow[]> {
  const rows = await lock<ConnectionRow>(em, LOCK_CONNECTIONS, ids, skipsLocked)
  return rows.map(row => ({ ...row, startTime: new Date(row.startTime), endTime: instant(row.endTime) }))
}

const idsOf = (table: string, column: string) =>
  prepared(`select id, ${column} as owner from ${table} where ${column} = any($1::uuid[])`)

const OWNED = {
  'sessions of conferences': idsOf('session', 'conference_id'),
  'connections of conferences': idsOf('connection', 'conference_id'),
  'connections of sessions': idsOf('connection', 'session_id'),
}

/** Ids of rows by what they belong to: new ones are only added under a lock of the conference. */
export async function ownedIds(
  em: EntityManager,
  what: keyof typeof OWNED,
  owners: Iterable<string>,
): Promise<{ id: string; owner: string }[]> {
  const wanted = [...new Set(owners)]
  return wanted.length === 0 ? [] : await query<{ id: string; owner: string }>(em, OWNED[what], [wanted])
}

/** Facts about a connection that the times and issues of its session follow from. */
export interface ConnectionFacts extends SessionSpan, JudgedConnection {
  id: string
  conferenceId: string
}

const factsOf = (column: string) =>
  prepared(`
  select id, conference_id as "conferenceId", session_id as "sessionId", start_time as start, end_time as "end",
         end_presumed as "endPresumed", established
    from connection where ${column} = any($1::uuid[])`)

const FACTS = { conference: factsOf('conference_id'), session: factsOf('session_id') }

/** Of all connections of some conferences or sessions. */
export async function connectionFacts(
  em: EntityManager,
  owner: keyof typeof FACTS,
  ids: readonly string[],
): Promise<ConnectionFacts[]> {
  if (ids.length === 0) return []
  const rows = await query<Stored<Omit<ConnectionFacts, 'endTime'>>>(em, FACTS[owner], [ids])
  return rows.map(row => {
    const end = instant(row.end)
    return { ...row, start: new Date(row.start), end, endTime: end }
  })
}

/** Stores locked rows. @param source parameter with them as JSON */
export const updateConferencesFrom = (source: string): string => `
  update conference
     set start_time = "startTime", call_start = "callStart", end_time = "endTime", swept_at = "sweptAt",
         ongoing = changed.ongoing, duration = changed.duration
    from json_to_recordset(${source}::json) as changed(
         id uuid, "startTime" timestamptz, "callStart" timestamptz, "endTime" timestamptz, "sweptAt" timestamptz,
         ongoing boolean, duration double precision)
   where conference.id = changed.id`

/** Stores locked rows. @param source parameter with them as JSON */
export const updateSessionsFrom = (source: string): string => `
  update session
     set call_start = "callStart", end_time = "endTime", end_presumed = "endPresumed",
         leaving_at = "leavingAt", duration = changed.duration, receipts = changed.receipts, active_seconds = "activeSeconds", media_requests = "mediaRequests",
         media_failures = "mediaFailures"
    from json_to_recordset(${source}::json) as changed(
         id uuid, "callStart" timestamptz, "endTime" timestamptz, "endPresumed" boolean,
         "leavingAt" timestamptz, duration double precision, receipts jsonb, "activeSeconds" jsonb, "mediaRequests" int, "mediaFailures" int)
   where session.id = changed.id`

/** Stores locked rows. @param source parameter with them as JSON */
export const updateConnectionsFrom = (source: string): string => `
  update connection
     set type = changed.type, state = changed.state, negotiations = changed.negotiations, signaling = changed.signaling,
         tcp_detected = "tcpDetected", relay_detected = "relayDetected", established = changed.established,
         end_time = "endTime", end_presumed = "endPresumed", duration = changed.duration
    from json_to_recordset(${source}::json) as changed(
         id uuid, type text, state text, negotiations jsonb, signaling jsonb, "tcpDetected" boolean,
         "relayDetected" boolean, established boolean, "endTime" timestamptz, "endPresumed" boolean,
         duration double precision)
   where connection.id = changed.id`

/** Connections as they are stored, with the state and the negotiations that follow from their signaling. */
export const connectionRecords = (rows: Iterable<ConnectionRow>): object[] =>
  [...rows].map(row => ({ ...row, ...outcomeOf(row.signaling, row.endTime) }))

const UPDATE_TIMES = prepared(`
  with sessions as (${updateSessionsFrom('$2')})
  ${updateConferencesFrom('$1')}`)

/** Stores locked conferences and sessions. */
export async function updateTimes(
  em: EntityManager,
  { conferences, sessions }: { conferences: readonly ConferenceRow[]; sessions: readonly SessionRow[] },
): Promise<void> {
  if (conferences.length + sessions.length === 0) return
  await query(em, UPDATE_TIMES, [JSON.stringify(conferences), JSON.stringify(sessions)])
}
