import type { CallDraft } from './call-draft.ts'
import { connectionEndedAt, sessionEndedAt, sessionNotEnded } from './call-ending.ts'
import type { ConferenceRow, ConnectionRow, SessionRow } from './call-rows.ts'

/** Ends what nobody has ended of a conference that is given up, all of it locked, at the time of its last activity. */
export function presumeEnds(draft: CallDraft, conference: ConferenceRow, { at, now }: { at: Date; now: Date }): void {
  conference.sweptAt = now
  for (const connection of draft.connectionsOf('conference', conference.id)) endConnection(draft, connection, at)
  const { sessions } = draft.ending(conference)
  for (const session of draft.sessions.values()) {
    endSession(draft, session, at)
    sessions.add(session)
    draft.judged.add(session)
  }
}

/**
 * A page of a conference that was given up has told of an end after all: what is still presumed moves with the last
 * activity. When nothing is left of which the end is presumed, the conference would not have been given up.
 * @param reportedAt the end that was told
 * @returns the sessions of the conference
 */
export function renewPresumedEnds(draft: CallDraft, conference: ConferenceRow, reportedAt: Date): SessionRow[] {
  const sessions = [...draft.sessions.values()].filter(session => session.conference === conference.id)
  const connections = draft.connectionsOf('conference', conference.id)
  if (connections.some(({ endPresumed }) => endPresumed)) {
    noteActivity(draft, conference.id, reportedAt)
    const at = draft.lastActivity.get(conference.id) ?? reportedAt
    for (const connection of connections) if (connection.endPresumed) endConnection(draft, connection, at)
    for (const session of sessions) if (session.endPresumed) endSession(draft, session, at)
  } else {
    for (const session of sessions) {
      if (!session.endPresumed) continue
      Object.assign(session, sessionNotEnded)
      draft.changedSessions.add(session)
    }
    conference.sweptAt = null
  }
  return sessions
}

/** Something happened in a conference: where it was given up, what is presumed of it moves with that. */
export function noteActivity(draft: CallDraft, conferenceId: string, at: Date): void {
  const [known, sweptAt] = [draft.lastActivity.get(conferenceId), draft.conferences.get(conferenceId)?.sweptAt]
  if (known && sweptAt && at > known && at <= sweptAt) draft.lastActivity.set(conferenceId, at)
}

function endConnection(draft: CallDraft, connection: ConnectionRow, at: Date): void {
  const ended = connectionEndedAt(connection, { at, presumed: true })
  if (!ended) return
  Object.assign(connection, ended)
  draft.changedConnections.add(connection)
}

function endSession(draft: CallDraft, session: SessionRow, at: Date): void {
  const ended = sessionEndedAt(session, { at, presumed: true })
  if (!ended) return
  Object.assign(session, ended)
  draft.changedSessions.add(session)
}
