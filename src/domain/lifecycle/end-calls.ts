import { type DomainError, invalid } from '../values/errors.ts'
import type { CallDraft } from './call-draft.ts'
import { connectionEndedAt, sessionEndedAt } from './call-ending.ts'
import type { ConferenceRow, ConnectionRow, SessionRow } from './call-rows.ts'
import { noteSign, renewPresumedEnds } from './presumed-ends.ts'

interface CallIds {
  conferenceId: string
  sessionId: string
}

/**
 * Ends one connection of a session.
 * @returns the refusal of an end that lies before its start
 */
export function endConnection(
  draft: CallDraft,
  ids: CallIds,
  connection: ConnectionRow,
  at: Date,
): DomainError | undefined {
  if (isBeforeAll([connection], at)) return endBeforeStart()
  const conference = draft.conference(ids.conferenceId)
  const changed = end(draft, connection, at)
  noteSign(draft, ids, at)
  conclude(draft, conference, [draft.session(ids.sessionId)], changed)
  return undefined
}

/**
 * Ends a session and all its connections.
 * @returns the refusal of an end that lies before all of them
 */
export function endSession(draft: CallDraft, ids: CallIds, at: Date): DomainError | undefined {
  const connections = draft.connectionsOf('session', ids.sessionId)
  if (isBeforeAll(connections, at)) return endBeforeStart()
  const session = draft.session(ids.sessionId)
  const ended = connections.map(connection => end(draft, connection, at)).includes(true)
  const left = leave(draft, session, at)
  noteSign(draft, ids, at)
  conclude(draft, draft.conference(ids.conferenceId), [session], ended || left)
  return undefined
}

/** The page is about to be left: its session ends, unless its person stays after all. Its connections may live on. */
export function announceLeave(draft: CallDraft, ids: CallIds, at: Date): void {
  const [conference, session] = [draft.conference(ids.conferenceId), draft.session(ids.sessionId)]
  if (conference.sweptAt && at > conference.sweptAt) return
  if (!session.leavingAt || at > session.leavingAt) session.leavingAt = at
  const ended = sessionEndedAt(session, { at: session.leavingAt, presumed: true })
  Object.assign(session, ended)
  draft.changedSessions.add(session)
  noteSign(draft, ids, at)
  conclude(draft, conference, [session], ended !== null)
}

/** Ends a conference of which all is locked, with its connections and sessions. */
export function endConference(draft: CallDraft, conference: ConferenceRow, at: Date): void {
  const ended = draft
    .connectionsOf('conference', conference.id)
    .map(connection => end(draft, connection, at))
    .includes(true)
  const sessions = [...draft.sessions.values()]
  const left = sessions.map(session => leave(draft, session, at)).includes(true)
  conference.endTime ??= at
  conclude(draft, conference, sessions, ended || left)
}

/** Notes that the times of the call are to be brought in line with what was reported. */
function conclude(
  draft: CallDraft,
  conference: ConferenceRow,
  sessions: readonly SessionRow[],
  changed: boolean,
): void {
  const concerned = conference.sweptAt ? renewPresumedEnds(draft, conference) : sessions
  const ending = draft.ending(conference)
  ending.changed ||= changed
  for (const session of concerned) {
    ending.sessions.add(session)
    draft.judged.add(session)
  }
}

/**
 * An end from before the start of every connection comes from a wrong clock. Before some of them, it is an old one that
 * was sent again: those have begun since.
 */
const isBeforeAll = (connections: readonly ConnectionRow[], at: Date): boolean =>
  connections.length > 0 && connections.every(connection => at < connection.startTime)

const endBeforeStart = () => invalid('delta puts the end of the connection before its start')

/** An end reported for after a call was given up does not undo that. */
const isTooLate = (row: ConnectionRow | SessionRow, at: Date, { sweptAt }: ConferenceRow): boolean =>
  row.endPresumed && sweptAt !== null && at > sweptAt

function end(draft: CallDraft, connection: ConnectionRow, at: Date): boolean {
  const isLate = isTooLate(connection, at, draft.conference(connection.conference))
  const ended = isLate ? null : connectionEndedAt(connection, { at, presumed: false })
  if (!ended) return false
  Object.assign(connection, ended)
  draft.changedConnections.add(connection)
  return true
}

function leave(draft: CallDraft, session: SessionRow, at: Date): boolean {
  const isLate = isTooLate(session, at, draft.conference(session.conference))
  const ended = isLate ? null : sessionEndedAt(session, { at, presumed: false })
  if (!ended) return false
  Object.assign(session, ended)
  draft.changedSessions.add(session)
  return true
}
