import type { ScopedReader } from '../access/scoped-reader.ts'
import { type RollUpFilter, rollUpConditions } from './roll-up-filter.ts'

/** How the conferences created on one day went. */
export interface DayOutcome {
  /** UTC day, `2026-05-05`. */
  date: string
  success: number
  warning: number
  error: number
  ongoing: number
  total: number
}

/** Days with conferences, in order. */
export async function countOutcomes(reader: ScopedReader, filter: RollUpFilter): Promise<DayOutcome[]> {
  const where = rollUpConditions(filter)
  const app = where.bind(filter.appId)
  return await reader.query<DayOutcome>(
    `with worst as (
       select conference_id, bool_or(type = 'error') as has_errors from issue where app_id = ${app} group by conference_id)
     select to_char(day, 'YYYY-MM-DD') as date,
            count(*) filter (where not ongoing and has_errors is null)::int as success,
            count(*) filter (where not ongoing and not has_errors)::int as warning,
            count(*) filter (where not ongoing and has_errors)::int as error,
            count(*) filter (where ongoing)::int as ongoing,
            count(*)::int as total
       from (select id, ongoing, date_trunc('day', created_at at time zone 'UTC') as day
               from conference where ${where}) conference
       left join worst on worst.conference_id = conference.id
      group by day order by day`,
    where.parameters,
  )
}

/** How many conferences are in each range of duration; `bounds` are those between ranges, in seconds. */
export async function countDurations(
  reader: ScopedReader,
  filter: RollUpFilter,
  bounds: readonly number[],
): Promise<number[]> {
  const where = rollUpConditions(filter)
  const rows = await reader.query<{ range: number; count: number }>(
    `select width_bucket(duration, ${where.bind(bounds)}::float8[]) as range, count(*)::int as count
       from conference where ${where} group by 1`,
    where.parameters,
  )
  const counts = new Map(rows.map(row => [row.range, row.count]))
  return Array.from({ length: bounds.length + 1 }, (_, range) => counts.get(range) ?? 0)
}

/** Conferences with the same number of participants. */
export interface ParticipantCount {
  participants: number
  conferences: number
}

/** By the number of people with a session, ascending. */
export async function countByParticipants(reader: ScopedReader, filter: RollUpFilter): Promise<ParticipantCount[]> {
  const where = rollUpConditions(filter)
  const app = where.bind(filter.appId)
  return await reader.query<ParticipantCount>(
    `with people as (
       select conference_id, count(*)::int as participants from (
         select distinct conference_id, participant_id from session
          where app_id = ${app}
            and participant_id not in (select id from participant where app_id = ${app} and is_sfu)) present
        group by conference_id)
     select coalesce(participants, 0) as participants, count(*)::int as conferences
       from (select id from conference where ${where}) conference
       left join people on people.conference_id = conference.id
      group by 1 order by 1`,
    where.parameters,
  )
}
