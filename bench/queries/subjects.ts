import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../src/storage/engine/sql.ts'

/** What is asked for: usual things and the largest ones. */
export interface BenchSubjects {
  bigApp: string
  smallApp: string
  /** Of the big app. */
  organization: string
  usualConference: string
  /** With the most events. */
  bigConference: string
  usualParticipant: string
  /** In the most conferences. */
  busyParticipant: string
  conferenceIds: string
  /** RFC 3339, a week ago. */
  weekAgo: string
  monthAgo: string
}

const one = async (em: EntityManager, sql: string): Promise<string> =>
  (await query<{ value: string }>(em, sql))[0]?.value ?? ''

const DAY_MS = 24 * 60 * 60 * 1000

export async function benchSubjects(em: EntityManager): Promise<BenchSubjects> {
  const apps = await query<{ id: string }>(em, 'select app_id as id from conference group by 1 order by count(*) desc')
  const conferences = await query<{ id: string }>(
    em,
    'select conference_id as id from event group by 1 order by count(*) desc',
  )
  const participants = await query<{ id: string }>(
    em,
    'select participant_id as id from session group by 1 order by count(*) desc',
  )
  const middle = (rows: { id: string }[]) => rows[rows.length >> 1]?.id ?? ''
  return {
    bigApp: apps[0]?.id ?? '',
    smallApp: apps.at(-1)?.id ?? '',
    organization: await one(em, `select organization_id::text as value from app where id = '${apps[0]?.id}'`),
    usualConference: middle(conferences),
    bigConference: conferences[0]?.id ?? '',
    usualParticipant: middle(participants),
    busyParticipant: participants[0]?.id ?? '',
    conferenceIds: await one(
      em,
      `select string_agg(id::text, ',') as value from (select id from conference order by id limit 50) first_ones`,
    ),
    weekAgo: new Date(Date.now() - 7 * DAY_MS).toISOString(),
    monthAgo: new Date(Date.now() - 31 * DAY_MS).toISOString(),
  }
}
