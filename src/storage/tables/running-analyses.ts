import type { EntityManager } from '@mikro-orm/postgresql'
import type { SavedTallies } from '../../domain/summary/participant-tallies.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import { query } from '../engine/sql.ts'

/** Progress of the analysis of an ongoing conference. */
export interface RunningAnalysis {
  conferenceId: string
  appId: string
  /** The app's report period, ms. */
  interval: number
  thresholds: Record<string, number>
  /** Events received up to here are taken in, as PostgreSQL prints it; null before the first. */
  position: string | null
  /** State of the analysis; null before its first event. */
  state: JsonValue
  /** Tallies of each participant so far; null before the first event, and when unknown. */
  scores: SavedTallies | null
}

const COLUMNS = `conference.id as "conferenceId", app.id as "appId", app.interval, app.thresholds,
  analysis.position::text as position, analysis.state, analysis.scores`

const ONGOING = `conference
  join app on app.id = conference.app_id
  left join analysis on analysis.conference_id = conference.id
 where conference.ongoing`

/** All ongoing conferences about which something was received after their position: reads events of each. */
export async function findRunningAnalyses(em: EntityManager, until: string): Promise<string[]> {
  const ongoing = await query<{ id: string; after: string }>(
    em,
    `select conference.id, coalesce(analysis.position, '-infinity')::text as after from ${ONGOING}`,
  )
  if (ongoing.length === 0) return []
  const rows = await query<{ id: string }>(
    em,
    `select wanted.id from json_to_recordset($1::json) as wanted (id uuid, after timestamptz)
      where exists (
        select from event
         where event.conference_id = wanted.id and event.received_at <= $2 and event.received_at > wanted.after)
      order by wanted.id`,
    [JSON.stringify(ongoing), until],
  )
  return rows.map(({ id }) => id)
}

/** The analysis of a conference; undefined when that is not ongoing. */
export async function findRunningAnalysis(
  em: EntityManager,
  conferenceId: string,
): Promise<RunningAnalysis | undefined> {
  const rows = await query<RunningAnalysis>(em, `select ${COLUMNS} from ${ONGOING} and conference.id = $1`, [
    conferenceId,
  ])
  return rows[0]
}

export async function saveRunningAnalysis(
  em: EntityManager,
  conferenceId: string,
  { position, state, scores }: { position: string; state: JsonValue; scores: SavedTallies },
): Promise<void> {
  await query(
    em,
    `insert into analysis (conference_id, position, state, scores) values ($1, $2, $3, $4)
     on conflict (conference_id) do update
       set position = excluded.position, state = excluded.state, scores = excluded.scores`,
    [conferenceId, position, JSON.stringify(state), JSON.stringify(scores)],
  )
}

/** Forgets the analysis of a conference that has ended and was looked at as a whole. */
export async function deleteRunningAnalysis(em: EntityManager, conferenceId: string): Promise<void> {
  await query(em, 'delete from analysis where conference_id = $1', [conferenceId])
}
