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

const CONFERENCES = `
  select id, start_time as "startTime", call_start as "callStart", end_time as "endTime", swept_at as "sweptAt", ongoing,
         duration
    from conference`

const SESSIONS = `
  select id, app_id as app, conference_id as conference, participant_id as participant, created_at as "createdAt",
         call_start as "callStart", end_time as "endTime", end_presumed as "endPresumed", leaving_at as "leavingAt",
         duration, receipts, active_seconds as "activeSeconds", media_requests as "mediaRequests", media_failures as "mediaFailures"
    from session`

const CONNECTIONS = `
  select id, app_id as app, session_id as session, conference_id as conference, participant_id as participant, type,
         signaling, tcp_detected as "tcpDetected", relay_detected as "relayDetected", established,
         start_time as "startTime", end_time as "endTime", end_presumed as "endPresumed", duration
    from connection`

/** Keys never change, so rows that only refer to a locked one (a new event, a new track) need not wait. */
const lockOf = (rows: string, ids: string) => `${rows} where id = any(${ids}::uuid[]) order by id for no key update`

const LOCK_CONFERENCES = prepared(lockOf(CONFERENCES, '$1'))
const LOCK_SESSIONS = prepared(lockOf(SESSIONS, '$1'))
const LOCK_CONNECTIONS = prepared(lockOf(CONNECTIONS, '$1'))

async function lock<Row extends { id: string }>(
  em: EntityManager,
  statement: string,
  ids: Iterable<string>,
): Promise<Stored<Row>[]> {
  const wanted = [...new Set(ids)]
  return wanted.length === 0 ? [] : await query<Stored<Row>>(em, statement, [wanted])
}

const instant = (stored: string | null): Date | null => (stored === null ? null : new Date(stored))

const conferenceRow = (row: Stored<ConferenceRow>): ConferenceRow => ({
  ...row,
  startTime: instant(row.startTime),
  callStart: instant(row.callStart),
  endTime: instant(row.endTime),
  sweptAt: instant(row.sweptAt),
})

const sessionRow = (row: Stored<SessionRow>): SessionRow => ({
  ...row,
  createdAt: new Date(row.createdAt),
  callStart: instant(row.callStart),
  endTime: instant(row.endTime),
  leavingAt: instant(row.leavingAt),
})

const connectionRow = (row: Stored<ConnectionRow>): ConnectionRow => ({
  ...row,
  startTime: new Date(row.startTime),
  endTime: instant(row.endTime),
})

/** Locks some conferences, in the order of their ids. */
export const lockConferences = async (em: EntityManager, ids: Iterable<string>): Promise<ConferenceRow[]> =>
  (await lock<ConferenceRow>(em, LOCK_CONFERENCES, ids)).map(conferenceRow)

/** Locks some sessions, in the order of their ids. */
export const lockSessions = async (em: EntityManager, ids: Iterable<string>): Promise<SessionRow[]> =>
  (await lock<SessionRow>(em, LOCK_SESSIONS, ids)).map(sessionRow)

/** Locks some connections, in the order of their ids. */
export const lockConnections = async (em: EntityManager, ids: Iterable<string>): Promise<ConnectionRow[]> =>
  (await lock<ConnectionRow>(em, LOCK_CONNECTIONS, ids)).map(connectionRow)

/** Rows of calls that are to be locked. */
interface CallRowIds {
  conferences?: Iterable<string>
  sessions?: Iterable<string>
  connections?: Iterable<string>
}

/** Rows of calls that are locked. */
export interface LockedCallRows {
  conferences: ConferenceRow[]
  sessions: SessionRow[]
  connections: ConnectionRow[]
}

const part = (name: string, rows: string, ids: string) => `${name} as materialized (${lockOf(rows, ids)} skip locked)`

const all = (name: string) => `(select coalesce(json_agg(${name}), '[]') from ${name}) as ${name}`

const LOCK_FREE = prepared(`
  with ${part('conferences', CONFERENCES, '$1')},
       ${part('sessions', SESSIONS, '$2')},
       ${part('connections', CONNECTIONS, '$3')}
  select ${all('conferences')}, ${all('sessions')}, ${all('connections')}`)

/**
 * Locks those of some rows that nobody else has locked, in one round trip: what waits for nothing may lock in any order. What
 * refers to the rows must be read by a later statement: this one does not see what was committed just before it got a lock.
 */
export async function lockFreeRows(
  em: EntityManager,
  { conferences = [], sessions = [], connections = [] }: CallRowIds,
): Promise<LockedCallRows> {
  const wanted = [conferences, sessions, connections].map(ids => [...new Set(ids)])
  if (wanted.every(ids => ids.length === 0)) return { conferences: [], sessions: [], connections: [] }
  const [found] = await query<{ [Kind in keyof LockedCallRows]: Stored<LockedCallRows[Kind][number]>[] }>(
    em,
    LOCK_FREE,
    wanted,
  )
  if (!found) throw new Error('The statement that locks rows gave none')
  return {
    conferences: found.conferences.map(conferenceRow),
    sessions: found.sessions.map(sessionRow),
    connections: found.connections.map(connectionRow),
  }
}

/** Locks some rows of calls: those that are free, or all, waiting for them in the order that everybody keeps. */
export const lockCallRows = async (
  em: EntityManager,
  ids: CallRowIds,
  { skipsLocked }: { skipsLocked: boolean },
): Promise<LockedCallRows> =>
  skipsLocked
    ? await lockFreeRows(em, ids)
    : {
        conferences: await lockConferences(em, ids.conferences ?? []),
        sessions: await lockSessions(em, ids.sessions ?? []),
        connections: await lockConnections(em, ids.connections ?? []),
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

const FACTS = prepared(`
  select id, conference_id as "conferenceId", session_id as "sessionId", start_time as start, end_time as "end",
         end_presumed as "endPresumed", established
    from connection where conference_id = any($1::uuid[]) or session_id = any($2::uuid[])`)

/** Of all connections of some conferences and of some sessions. */
export async function connectionFacts(
  em: EntityManager,
  { conferences, sessions }: { conferences: readonly string[]; sessions: readonly string[] },
): Promise<ConnectionFacts[]> {
  if (conferences.length + sessions.length === 0) return []
  const rows = await query<Stored<Omit<ConnectionFacts, 'endTime'>>>(em, FACTS, [conferences, sessions])
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
