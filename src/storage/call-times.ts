import type { EntityManager } from '@mikro-orm/postgresql'
import type { KnownTimes } from '../domain/call-runs.ts'
import { prepared } from './prepared-statements.ts'
import { query } from './sql.ts'

/** Where the times of a conference stand. */
export interface StoredConferenceTimes extends KnownTimes {
  id: string
}

/** Where the times of a session stand. */
export interface StoredSessionTimes {
  id: string
  app: string
  callStart?: Date | null | undefined
  activeSeconds: Record<string, number>
}

type Stored<Row> = { [Key in keyof Row]: Row[Key] extends Date | null | undefined ? string | null : Row[Key] }

/** Both ways to lock rows in the order of their ids: waiting for those that somebody else has locked, or leaving them out. */
const locking = (rows: string) => {
  const lock = `${rows} where id = any($1::uuid[]) order by id for no key update`
  return { waiting: prepared(lock), skipping: prepared(`${lock} skip locked`) }
}

const LOCK_CONFERENCES = locking(`
  select id, start_time as "startTime", call_start as "callStart", end_time as "endTime", ongoing, duration
    from conference`)

const LOCK_SESSIONS = locking(`
  select id, app_id as app, call_start as "callStart", active_seconds as "activeSeconds" from session`)

const instantOf = (stored: string | null): Date | null => (stored === null ? null : new Date(stored))

/** Locks some conferences, in the order of their ids. */
export async function lockConferenceTimes(
  em: EntityManager,
  ids: readonly string[],
  skipsLocked: boolean,
): Promise<Map<string, StoredConferenceTimes>> {
  const rows = await query<Stored<StoredConferenceTimes>>(
    em,
    skipsLocked ? LOCK_CONFERENCES.skipping : LOCK_CONFERENCES.waiting,
    [ids],
  )
  return new Map(
    rows.map(row => [
      row.id,
      {
        ...row,
        startTime: instantOf(row.startTime),
        callStart: instantOf(row.callStart),
        endTime: instantOf(row.endTime),
      },
    ]),
  )
}

/** Locks some sessions, in the order of their ids. */
export async function lockSessionTimes(
  em: EntityManager,
  ids: readonly string[],
  skipsLocked: boolean,
): Promise<Map<string, StoredSessionTimes>> {
  const rows = await query<Omit<StoredSessionTimes, 'callStart'> & { callStart: string | null }>(
    em,
    skipsLocked ? LOCK_SESSIONS.skipping : LOCK_SESSIONS.waiting,
    [ids],
  )
  return new Map(rows.map(row => [row.id, { ...row, callStart: instantOf(row.callStart) }]))
}

const UPDATE = prepared(`
  with sessions as (
    update session set call_start = "callStart", active_seconds = "activeSeconds"
      from json_to_recordset($2::json) as settled(id uuid, "callStart" timestamptz, "activeSeconds" jsonb)
     where session.id = settled.id)
  update conference
     set start_time = "startTime", call_start = "callStart", end_time = "endTime", ongoing = settled.ongoing,
         duration = settled.duration
    from json_to_recordset($1::json) as settled(
         id uuid, "startTime" timestamptz, "callStart" timestamptz, "endTime" timestamptz, ongoing boolean,
         duration double precision)
   where conference.id = settled.id`)

/** Stores the times of locked conferences and sessions. */
export async function updateTimes(
  em: EntityManager,
  conferences: readonly StoredConferenceTimes[],
  sessions: readonly StoredSessionTimes[],
): Promise<void> {
  if (conferences.length + sessions.length === 0) return
  await query(em, UPDATE, [JSON.stringify(conferences), JSON.stringify(sessions)])
}
