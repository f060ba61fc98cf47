import type { Listing } from '../listing.ts'
import type { CallRows } from '../source/call-rows.ts'
import type { SourceIssue } from '../source/rows.ts'
import type { CallFacts } from './call-facts.ts'
import { convertConnection } from './connection.ts'
import type { IdMap } from './id-map.ts'
import { issueSubject } from './issue.ts'
import type { Row } from './row.ts'
import { convertSession } from './session.ts'
import { convertTrack } from './track.ts'

/** The rows of a call but its events. */
export interface ConvertedCall {
  /** Empty where it is filed under a conference that was here already. */
  conferences: Row[]
  participants: Row[]
  sessions: Row[]
  connections: Row[]
  tracks: Row[]
  issues: Row[]
  /** Participants of the call. */
  links: { conference_id: string; participant_id: string }[]
}

/** @param facts what its events said @param listing what was left out */
export function convertCall(call: CallRows, ids: IdMap, facts: CallFacts, listing: Listing): ConvertedCall {
  const { conference, links } = call
  const appId = conference.app_id
  const participants = active(call.participants, 'participants', listing)
  const people = new Set(participants.map(({ id }) => id))
  const sessions = active(call.sessions, 'sessions', listing).filter(row => people.has(row.participant_id))
  const sessionIds = new Set(sessions.map(({ id }) => id))
  const connections = active(call.connections, 'connections', listing).filter(
    row => sessionIds.has(row.session_id) && people.has(row.participant_id) && people.has(row.peer_id),
  )
  const connectionIds = new Set(connections.map(({ id }) => id))
  const tracks = active(call.tracks, 'tracks', listing).filter(row => sessionIds.has(row.session_id))
  const kept = tracks.filter(track => ids.track(track.id) === track.id)
  listing.count('further row of a track that its session has already', tracks.length - kept.length)
  const trackIds = new Set(tracks.map(({ id }) => id))
  const connectionOf = (id: string | null) => (id !== null && connectionIds.has(id) ? id : null)
  const issues = active(call.issues, 'issues', listing).filter(row => sessionIds.has(row.session_id))
  const issueRow = (issue: SourceIssue): Row => {
    const participant = issue.participant_id === null ? null : ids.participant(issue.participant_id)
    return {
      id: issue.id,
      app_id: appId,
      conference_id: ids.conference,
      session_id: issue.session_id,
      participant_id: participant,
      connection_id: connectionOf(issue.connection_id),
      track_id: issue.track_id !== null && trackIds.has(issue.track_id) ? ids.track(issue.track_id) : null,
      type: issue.type === 'e' ? 'error' : 'warning',
      code: issue.code,
      subject: issueSubject(issue, participant),
      data: issue.data,
      created_at: issue.created_at,
    }
  }
  const issueRows = firstOfEach(issues.map(issueRow))
  listing.count('further copy of an issue', issues.length - issueRows.length)
  return {
    conferences: ids.conference === conference.id ? [conferenceRow(call)] : [],
    participants: participants
      .filter(({ id }) => ids.participant(id) === id)
      .map(({ participant_id, participant_name, is_active, ...row }) => ({
        ...row,
        external_id: participant_id,
        name: participant_name,
      })),
    sessions: sessions.map(session => convertSession(session, appId, ids, facts)),
    connections: connections.map(connection => convertConnection(connection, appId, ids, facts)),
    tracks: kept.map(track => convertTrack(track, appId, connectionOf(track.connection_id))),
    issues: issueRows,
    links: links
      .filter(link => people.has(link.participant_id))
      .map(link => ({ conference_id: ids.conference, participant_id: ids.participant(link.participant_id) })),
  }
}

function conferenceRow({ conference }: CallRows): Row {
  return {
    id: conference.id,
    app_id: conference.app_id,
    external_id: conference.conference_id,
    name: conference.conference_name,
    info: conference.conference_info ?? '{}',
    start_time: conference.start_time,
    call_start: conference.call_start,
    end_time: conference.end_time,
    ongoing: conference.ongoing,
    duration: conference.duration,
    created_at: conference.created_at,
  }
}

function active<Item extends { is_active: boolean }>(rows: readonly Item[], table: string, listing: Listing): Item[] {
  const kept = rows.filter(row => row.is_active)
  listing.count(`deleted row of ${table}`, rows.length - kept.length)
  return kept
}

/** One issue of each code and subject: rows are in order of creation. */
function firstOfEach(issues: readonly Row[]): Row[] {
  const seen = new Map<string, Row>()
  for (const issue of issues) {
    const key = `${issue['code']} ${issue['subject']}`
    if (!seen.has(key)) seen.set(key, issue)
  }
  return [...seen.values()]
}
