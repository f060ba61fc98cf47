import { type Quality, qualities } from '../../domain/issues/quality.ts'
import type { ScopedReader } from '../access/scoped-reader.ts'
import type { Conditions } from './conditions.ts'
import { conferenceRollUpConditions, type RollUpFilter } from './roll-up-filter.ts'

/** Spans of time that conferences are counted in. */
export interface Buckets {
  length: 'day' | 'hour'
  /** IANA name. */
  timeZone: string
}

interface BucketStart {
  /** Local day of its begin, `2026-05-05`. */
  date: string
  /** RFC 3339. */
  start: string
}

/** Outcomes of the conferences created in one span of time. */
export interface BucketOutcome extends BucketStart {
  success: number
  warning: number
  error: number
  ongoing: number
  total: number
}

/**
 * Columns of conferences by which they are put into buckets. An hour begins so long before a moment as its minutes say: where
 * clocks are set back, two hours of one name stay two.
 */
const bucketColumns = (where: Conditions, { length, timeZone }: Buckets) => {
  const zone = `${where.bind(timeZone)}::text`
  const local = `(created_at at time zone ${zone})`
  const start = {
    day: `date_trunc('day', ${local}) at time zone ${zone}`,
    hour: `created_at - (${local} - date_trunc('hour', ${local}))`,
  }
  return `${start[length]} as start, to_char(${local}, 'YYYY-MM-DD') as date`
}

const SHOWN_BUCKET = `date, to_char(start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as start`

/** Spans with conferences, in order. */
export async function countOutcomes(
  reader: ScopedReader,
  filter: RollUpFilter,
  buckets: Buckets,
): Promise<BucketOutcome[]> {
  const where = conferenceRollUpConditions(filter)
  const app = where.bind(filter.appId)
  const columns = bucketColumns(where, buckets)
  return await reader.query<BucketOutcome>(
    `with worst as (
       select conference_id, bool_or(type = 'error') as has_errors from issue where app_id = ${app} group by conference_id)
     select ${SHOWN_BUCKET},
            count(*) filter (where not ongoing and has_errors is null)::int as success,
            count(*) filter (where not ongoing and not has_errors)::int as warning,
            count(*) filter (where not ongoing and has_errors)::int as error,
            count(*) filter (where ongoing)::int as ongoing,
            count(*)::int as total
       from (select id, ongoing, ${columns} from conference where ${where}) counted
       left join worst on worst.conference_id = counted.id
      group by counted.start, date order by counted.start`,
    where.parameters,
  )
}

/** Qualities of the conferences created in one span of time. */
export interface BucketQualities extends BucketStart {
  good: number
  fair: number
  poor: number
  bad: number
  unjudged: number
}

/** Spans with conferences, in order. */
export async function countQualities(
  reader: ScopedReader,
  filter: RollUpFilter,
  buckets: Buckets,
): Promise<BucketQualities[]> {
  const where = conferenceRollUpConditions(filter)
  const columns = bucketColumns(where, buckets)
  const counts = qualities.map(quality => `count(*) filter (where quality = '${quality}')::int as ${quality}`)
  return await reader.query<BucketQualities>(
    `select ${SHOWN_BUCKET}, ${counts.join(', ')}, count(*) filter (where quality is null)::int as unjudged
       from (select quality, ${columns} from conference where ${where}) counted
      group by counted.start, date order by counted.start`,
    where.parameters,
  )
}

/** Conferences with the same quality for the same reason. */
export interface ReasonCount {
  code: string
  quality: Quality
  count: number
}

/** Most frequent first. */
export async function countReasons(reader: ScopedReader, filter: RollUpFilter): Promise<ReasonCount[]> {
  const where = conferenceRollUpConditions(filter)
  return await reader.query<ReasonCount>(
    `select verdict_code as code, quality, count(*)::int as count from conference
      where ${where} and verdict_code is not null group by 1, 2 order by count desc, code, quality`,
    where.parameters,
  )
}

/** Counts conferences by range of duration; `bounds` are those between ranges, in seconds. */
export async function countDurations(
  reader: ScopedReader,
  filter: RollUpFilter,
  bounds: readonly number[],
): Promise<number[]> {
  const where = conferenceRollUpConditions(filter)
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
  const where = conferenceRollUpConditions(filter)
  const app = where.bind(filter.appId)
  return await reader.query<ParticipantCount>(
    `with people as (
       select conference_id, count(*)::int as participants from (
         select distinct conference_id, participant_id from session
          where app_id = ${app}
            and participant_id not in (select id from participant where app_id = ${app} and is_sfu)) present
        group by conference_id)
     select coalesce(participants, 0) as participants, count(*)::int as conferences
       from (select id from conference where ${where}) counted
       left join people on people.conference_id = counted.id
      group by 1 order by 1`,
    where.parameters,
  )
}
