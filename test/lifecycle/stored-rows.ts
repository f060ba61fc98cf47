import type { TestApplication } from '../support/application.ts'
import type { TimedCall } from '../support/timed-call.ts'
import { inTermsOf } from './outcome.ts'

const ROWS = `
  select jsonb_build_object(
    'conference', jsonb_build_array(ongoing, call_start, duration, start_time, end_time),
    'sessions', (select jsonb_agg(jsonb_build_array(participant_id, end_time, end_presumed, duration, call_start,
                   active_seconds, media_requests, media_failures) order by id)
                   from session where conference_id = conference.id),
    'connections', (select jsonb_agg(jsonb_build_array(state, negotiations, type, established, start_time, end_time,
                      duration, signaling -> 'watched') order by id)
                      from connection where conference_id = conference.id),
    'tracks', (select jsonb_agg(jsonb_build_array(participant_id, track_id, kind, direction, label, track.info,
                 connection_id is not null) order by participant_id, track_id)
                 from track join session on session.id = session_id where conference_id = conference.id),
    'issues', (select jsonb_agg(jsonb_build_array(code, participant_id, created_at, data) order by code, created_at, subject)
                 from issue where conference_id = conference.id),
    'events', (select jsonb_agg(jsonb_build_array(type, created_at, data, connection_id is not null, track_id is not null)
                 order by type, created_at, data)
                 from event where conference_id = conference.id)) as rows
    from conference where id = $1`

/** All rows of a call: times as seconds after its start, people by name. */
export async function storedRows(application: TestApplication, call: TimedCall): Promise<unknown> {
  const [row] = await application.rows(ROWS, [call.conferenceId])
  return inTermsOf(call, row?.['rows'])
}
