import type { Timestamp } from './rows.ts'
import type { SourceDatabase } from './source-database.ts'

/** Mark by which a change of a call since it was copied is seen. */
export interface ConferenceState {
  id: string
  /** Equal as long as nothing in the call was added, changed or removed. */
  state: string
  /** Events, and those of them before the checkpoint of the last copy. */
  events: number
  earlier_events: number
  newest_event: Timestamp | null
}

const counted = (table: string) => `select count(*) as rows, sum(xmin::text::bigint) as versions from ${table}`

/** `xmin` is the transaction that wrote a row as it is: it tells of every change without a look at the row. */
const STATES = `
  select wanted.id, event.rows::int as events, event.earlier::int as earlier_events, event.newest as newest_event,
         concat_ws(' ', conference.xmin, event.rows, event.newest, session.rows, session.versions, connection.rows,
                   connection.versions, track.rows, track.versions, issue.rows, issue.versions, link.rows,
                   link.versions, summary.versions) as state
    from unnest($1::uuid[], $2::timestamptz[]) as wanted (id, checkpoint)
    join conference on conference.id = wanted.id
   cross join lateral (
     select count(*) as rows, max(created_at) as newest, count(*) filter (where created_at < wanted.checkpoint) as earlier
       from app_genericevent where conference_id = wanted.id) event
   cross join lateral (${counted('app_session')} where conference_id = wanted.id) session
   cross join lateral (${counted('app_connection')} where conference_id = wanted.id) connection
   cross join lateral (
     select count(*) as rows, sum(track.xmin::text::bigint) as versions
       from app_session session join app_track track on track.session_id = session.id
      where session.conference_id = wanted.id) track
   cross join lateral (
     select count(*) as rows, sum(issue.xmin::text::bigint) as versions
       from app_session session join app_issue issue on issue.session_id = session.id
      where session.conference_id = wanted.id) issue
   cross join lateral (
     select count(*) as rows, sum(participant.xmin::text::bigint) as versions
       from participant_conferences link join participant on participant.id = link.participant_id
      where link.conference_id = wanted.id) link
   cross join lateral (${counted('summary')} where conference_id = wanted.id) summary`

/** The states of some conferences. @param checkpoints event time of the last copy's checkpoint, null for none */
export async function readConferenceStates(
  source: SourceDatabase,
  ids: readonly string[],
  checkpoints: readonly (Timestamp | null)[],
): Promise<Map<string, ConferenceState>> {
  const rows = await source.query<ConferenceState>(STATES, [ids, checkpoints])
  return new Map(rows.map(row => [row.id, row]))
}
