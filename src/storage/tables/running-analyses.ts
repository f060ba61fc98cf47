import type { EntityManager } from '@mikro-orm/postgresql'
import type { SavedTallies } from '../../domain/summary/participant-tallies.ts'
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
  /** State of the analysis as JSON text; null before its first event, and at the position that is known. */
  state: string | null
  /** Tallies of each participant so far; null before the first event, when unknown, and at the position that is known. */
  scores: SavedTallies | null
}

const COLUMNS = `conference.id as "conferenceId", app.id as "appId", app.interval, app.thresholds,
  analysis.position::text as position`

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

/**
 * The analysis of a conference; undefined when that is not ongoing.
 * @param known position at which its state need not be read
 */
export async function findRunningAnalysis(
  em: EntityManager,
  conferenceId: string,
  known: string | null,
): Promise<RunningAnalysis | undefined> {
  const isNew = 'analysis.position is distinct from $2::timestamptz'
  const rows = await query<RunningAnalysis>(
    em,
    `select ${COLUMNS}, case when ${isNew} then analysis.state::text end as state,
            case when ${isNew} then analysis.scores end as scores
       from ${ONGOING} and conference.id = $1`,
    [conferenceId, known],
  )
  return rows[0]
}

/** @returns the position as PostgreSQL prints it */
export async function saveRunningAnalysis(
  em: EntityManager,
  conferenceId: string,
  { position, state, scores }: { position: string; state: string; scores: SavedTallies },
): Promise<string> {
  const [saved] = await query<{ position: string }>(
    em,
    `insert into analysis (conference_id, position, state, scores) values ($1, $2, $3, $4)
     on conflict (conference_id) do update
       set position = excluded.position, state = excluded.state, scores = excluded.scores
     returning position::text as position`,
    [conferenceId, position, state, JSON.stringify(scores)],
  )
  if (!saved) throw new Error('A row that was stored is returned')
  return saved.position
}

/** Forgets the analysis of a conference that has ended and was looked at as a whole. */
export async function deleteRunningAnalysis(em: EntityManager, conferenceId: string): Promise<void> {
  await query(em, 'delete from analysis where conference_id = $1', [conferenceId])
}
