import type pg from 'pg'
import { DAY_MS } from '../../../src/domain/values/time.ts'

/** How many rows there are to be, and in which partitions. */
export interface FillPlan {
  rows: number
  where: 'today' | 'earlier'
}

/** Days of the rows that are not of today. */
const DAYS = 14

/** Of one statement. */
const CHUNK_ROWS = 500_000

const EVENTS_A_CONFERENCE = 1000
const SESSIONS_A_CONFERENCE = 4
const APPS = 50

/** Of a report, in bytes: less than a real one, so that the rows fit on a disk. They are compared by their keys only. */
const REPORT_BYTES = 150

/**
 * Events of conferences that began one after the other in a span of time, those of each conference together, as they come
 * in: ids of conferences are UUIDv7 of their beginning, ids of events are random. None was received after `$4`: what comes
 * later has the latest time of all.
 */
const FILL = `
  with conference as materialized (
    select number, beginning, ('00000000-0000-4000-8000-' || lpad((number % ${APPS})::text, 12, '0'))::uuid as app_id,
           (substr(ms, 1, 8) || '-' || substr(ms, 9) || '-7' || substr(tail, 1, 3) || '-8' || substr(tail, 4, 3) || '-' ||
            substr(tail, 7, 12))::uuid as id
      from (select number, beginning, lpad(to_hex((extract(epoch from beginning) * 1000)::bigint), 12, '0') as ms,
                   md5(random()::text) as tail
              from (select number, $1::timestamptz + (number + 0.5) / $3 * ($2::timestamptz - $1) as beginning
                      from generate_series(0, $3::int - 1) as number) numbered) digits),
  session as materialized (
    select conference.*, seat, gen_random_uuid() as participant_id, gen_random_uuid() as connection_id
      from conference, generate_series(1, ${SESSIONS_A_CONFERENCE}) as seat)
  insert into event (conference_id, id, app_id, participant_id, connection_id, category, type, created_at, received_at,
                     report, dictionary, track_count, collection_time_ms)
  select id, gen_random_uuid(), app_id, participant_id, connection_id, 5, 'stats', beginning + n * interval '10 seconds',
         least(beginning + n * interval '10 seconds', $4::timestamptz), '\\x${'a5'.repeat(REPORT_BYTES)}', 2, 4, 4
    from session, generate_series(1, ${EVENTS_A_CONFERENCE / SESSIONS_A_CONFERENCE}) as n`

/** The partition of a day before today, which the server made on that day. */
const partitionOf = (day: Date): string => {
  const first = (instant: Date) => {
    const hex = instant.getTime().toString(16).padStart(12, '0')
    return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
  }
  const name = `event_${day.toISOString().slice(0, 10).replaceAll('-', '')}`
  const next = new Date(day.getTime() + DAY_MS)
  return `create table ${name} partition of event for values from ('${first(day)}') to ('${first(next)}')`
}

/** Fills the event table on the server. @returns its size */
export async function fillEvents(
  client: pg.Client,
  { rows, where }: FillPlan,
  progress: (rows: number) => void,
): Promise<{ bytes: number; indexBytes: number }> {
  const now = Date.now()
  const today = Math.floor(now / DAY_MS) * DAY_MS
  const from = where === 'today' ? today : today - DAYS * DAY_MS
  const to = where === 'today' ? now : today
  for (let day = from; day < today; day += DAY_MS) await client.query(partitionOf(new Date(day)))
  await client.query('set synchronous_commit = off')
  for (let done = 0; done < rows; done += CHUNK_ROWS) {
    const at = (share: number) => new Date(from + ((to - from) * share) / rows)
    const count = Math.min(CHUNK_ROWS, rows - done)
    await client.query(FILL, [at(done), at(done + count), Math.round(count / EVENTS_A_CONFERENCE), new Date(now)])
    progress(done + count)
  }
  await client.query('reset synchronous_commit')
  await client.query('vacuum (analyze) event')
  const { rows: sizes } = await client.query<{ bytes: string; index_bytes: string }>(
    `select sum(pg_total_relation_size(inhrelid)) as bytes, sum(pg_indexes_size(inhrelid)) as index_bytes
       from pg_inherits where inhparent = 'event'::regclass`,
  )
  return { bytes: Number(sizes[0]?.bytes), indexBytes: Number(sizes[0]?.index_bytes) }
}
