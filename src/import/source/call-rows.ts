import type {
  SourceConference,
  SourceConnection,
  SourceIssue,
  SourceLink,
  SourceParticipant,
  SourceSession,
  SourceSummary,
  SourceTrack,
} from './rows.ts'
import type { SourceDatabase } from './source-database.ts'

/** Everything of a call but its events. */
export interface CallRows {
  conference: SourceConference
  participants: SourceParticipant[]
  links: SourceLink[]
  sessions: SourceSession[]
  connections: SourceConnection[]
  tracks: SourceTrack[]
  issues: SourceIssue[]
  summary: SourceSummary | undefined
}

const BY_CONFERENCE = 'where conference_id = any($1::uuid[]) order by created_at, id'

const statements = {
  links: `
    select conference_id, participant_id from participant_conferences where conference_id = any($1::uuid[])
     order by conference_id, participant_id`,
  sessions: `
    select id, conference_id, participant_id, constraints, devices, platform, metadata, geo_ip, app_version, webrtc_sdk,
           session_info, duration, end_time, call_start, created_at, is_active
      from app_session ${BY_CONFERENCE}`,
  connections: `
    select id, session_id, conference_id, participant_id, peer_id, type, state, connection_info, start_time, end_time,
           duration, created_at, is_active
      from app_connection ${BY_CONFERENCE}`,
  tracks: `
    select track.id, track.session_id, track.connection_id, track.kind, track.direction, track.track_id, track.label,
           track.track_info, track.created_at, track.is_active, session.conference_id
      from app_session session join app_track track on track.session_id = session.id
     where session.conference_id = any($1::uuid[]) order by track.created_at, track.id`,
  issues: `
    select issue.id, session.conference_id, issue.session_id, issue.participant_id, issue.connection_id, issue.track_id,
           issue.type, issue.code, issue.data, issue.created_at, issue.is_active
      from app_session session join app_issue issue on issue.session_id = session.id
     where session.conference_id = any($1::uuid[]) order by issue.created_at, issue.id`,
  participants: `
    select id, app_id, participant_id, participant_name, is_sfu, created_at, is_active
      from participant where id = any($1::uuid[]) order by id`,
  // All snapshots of a long call are more than a process should hold: they are read on their own.
  summaries: `
    select conference_id, status, version, end_time, is_active,
           jsonb_array_length(list) as snapshots, list -> -1 ->> 'id' as last_id, list -> -1 ->> 'created_at' as last_time
      from summary, lateral (select case jsonb_typeof(data) when 'array' then data else '[]' end as list) listed
     where conference_id = any($1::uuid[])`,
}

/** Everything of some calls but their events, in the order of the conferences. */
export async function readCalls(source: SourceDatabase, conferences: readonly SourceConference[]): Promise<CallRows[]> {
  const ids = [conferences.map(({ id }) => id)]
  const links = await source.query<SourceLink>(statements.links, ids)
  const sessions = await source.query<SourceSession>(statements.sessions, ids)
  const connections = await source.query<SourceConnection>(statements.connections, ids)
  const tracks = await source.query<SourceTrack>(statements.tracks, ids)
  const issues = await source.query<SourceIssue>(statements.issues, ids)
  const summaries = await source.query<SourceSummary>(statements.summaries, ids)
  const referenced = new Set([
    ...[...links, ...sessions].map(row => row.participant_id),
    ...connections.flatMap(row => [row.participant_id, row.peer_id]),
  ])
  const participants = await source.query<SourceParticipant>(statements.participants, [[...referenced]])
  const byId = new Map(participants.map(participant => [participant.id, participant]))
  const of = {
    links: Map.groupBy(links, row => row.conference_id),
    sessions: Map.groupBy(sessions, row => row.conference_id),
    connections: Map.groupBy(connections, row => row.conference_id),
    tracks: Map.groupBy(tracks, row => row.conference_id),
    issues: Map.groupBy(issues, row => row.conference_id),
    summaries: new Map(summaries.map(summary => [summary.conference_id, summary])),
  }
  return conferences.map(conference => {
    const { id } = conference
    const call = {
      links: of.links.get(id) ?? [],
      sessions: of.sessions.get(id) ?? [],
      connections: of.connections.get(id) ?? [],
    }
    return {
      conference,
      ...call,
      participants: participantsOf(call).flatMap(participant => byId.get(participant) ?? []),
      tracks: of.tracks.get(id) ?? [],
      issues: of.issues.get(id) ?? [],
      summary: of.summaries.get(id),
    }
  })
}

const participantsOf = ({ links, sessions, connections }: Pick<CallRows, 'links' | 'sessions' | 'connections'>) => [
  ...new Set([
    ...[...links, ...sessions].map(row => row.participant_id),
    ...connections.flatMap(row => [row.participant_id, row.peer_id]),
  ]),
]
