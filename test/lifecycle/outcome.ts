import type { TestApplication } from '../support/application.ts'
import type { TimedCall } from '../support/timed-call.ts'

const CALL = `
  select jsonb_build_object(
    'conference', jsonb_build_object('ongoing', ongoing, 'open', call_start is not null, 'seconds', duration,
                                     'from', start_time, 'to', end_time),
    'sessions', (select jsonb_agg(jsonb_build_object(
                   'participant', participant_id, 'to', end_time, 'presumed', end_presumed, 'seconds', duration,
                   'open', call_start is not null, 'active', active_seconds) order by id)
                   from session where conference_id = conference.id),
    'connections', (select jsonb_agg(jsonb_build_object(
                      'state', state, 'to', end_time, 'presumed', end_presumed, 'seconds', duration,
                      'negotiations', negotiations) order by id)
                      from connection where conference_id = conference.id),
    'issues', (select jsonb_agg(jsonb_build_object(
                 'code', code, 'participant', participant_id, 'at', created_at, 'from', started_at, 'to', ended_at,
                 'data', data) order by code, created_at, subject)
                 from issue where conference_id = conference.id),
    'summary', (select jsonb_build_object('state', state, 'verdict', verdict,
                  'snapshots', (select sum(snapshot_count) from summary_chunk chunk
                                 where chunk.conference_id = conference.id and chunk.build = summary.build),
                  'builds', (select count(distinct build) from summary_chunk chunk
                              where chunk.conference_id = conference.id))
                  from summary where conference_id = conference.id)) as outcome
    from conference where id = $1`

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]00:00)$/

/** What a call came to, once its summary is built: times as seconds after its start, people by name. */
export async function outcome(application: TestApplication, call: TimedCall): Promise<unknown> {
  await application.summarised(call.conferenceId)
  const [row] = await application.rows(CALL, [call.conferenceId])
  return inTermsOf(call, row?.['outcome'])
}

/** JSON with times as seconds after the start of a call, and with people by name. */
export function inTermsOf(call: TimedCall, json: unknown): unknown {
  const names = new Map(['alice', 'bob'].map(user => [call.caller(user).participantId, user] as const))
  return JSON.parse(JSON.stringify(json), (_key, value) => {
    if (typeof value !== 'string') return value
    if (ISO_TIME.test(value)) return (Date.parse(value) - call.start.getTime()) / 1000
    return names.get(value) ?? value
  })
}
