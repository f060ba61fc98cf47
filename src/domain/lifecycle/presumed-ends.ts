import type { CallDraft } from './call-draft.ts'
import { announcedEnd, connectionEndedAt, sessionEndedAt, sessionNotEnded } from './call-ending.ts'
import type { ConferenceRow, ConnectionRow, SessionRow } from './call-rows.ts'

/** Last sign of each session, by its id. */
type Signs = ReadonlyMap<string, Date>

/** Ends what nobody has ended of a conference that is given up, all of it locked: each session at its last sign. */
export function presumeEnds(draft: CallDraft, conference: ConferenceRow, signs: Signs, now: Date): void {
  conference.sweptAt = now
  const connections = draft.connectionsOf('conference', conference.id)
  const { sessions } = draft.ending(conference)
  for (const session of draft.sessions.values()) {
    const own = connections.filter(connection => connection.session === session.id)
    presumeEnd(draft, session, own, signs)
    sessions.add(session)
    draft.judged.add(session)
  }
}

/**
 * A page of a conference that was given up has told of an end after all: what is still presumed of its session moves with
 * its last sign. When no connection is left of which the end is presumed, the conference would not have been given up.
 * @returns the sessions of the conference
 */
export function renewPresumedEnds(draft: CallDraft, conference: ConferenceRow): SessionRow[] {
  const sessions = [...draft.sessions.values()].filter(session => session.conference === conference.id)
  const presumed = draft.connectionsOf('conference', conference.id).filter(({ endPresumed }) => endPresumed)
  for (const session of sessions) {
    const own = presumed.filter(connection => connection.session === session.id)
    if (presumed.length > 0) presumeEnd(draft, session, own, draft.lastSigns)
    else if (session.endPresumed) endSession(draft, session, announcedEnd(session, draft.lastSigns.get(session.id)))
  }
  if (presumed.length === 0) conference.sweptAt = null
  return sessions
}

/** Takes note of a sign of a session: where its conference was given up, what is presumed of it moves with that. */
export function noteSign(
  draft: CallDraft,
  { conferenceId, sessionId }: { conferenceId: string; sessionId: string },
  at: Date,
): void {
  const [known, sweptAt] = [draft.lastSigns.get(sessionId), draft.conferences.get(conferenceId)?.sweptAt]
  if (sweptAt && at <= sweptAt && (!known || at > known)) draft.lastSigns.set(sessionId, at)
}

/** Ends a session and connections of it where nobody reported it: when the page announced it, else at its last sign. */
function presumeEnd(draft: CallDraft, session: SessionRow, connections: readonly ConnectionRow[], signs: Signs): void {
  const last = signs.get(session.id) ?? session.createdAt
  const at = announcedEnd(session, last) ?? last
  for (const connection of connections) endConnection(draft, connection, at)
  if (!session.endTime || session.endPresumed) endSession(draft, session, at)
}

const latest = (one: Date, other: Date): Date => (one < other ? other : one)

function endConnection(draft: CallDraft, connection: ConnectionRow, at: Date): void {
  const ended = connectionEndedAt(connection, { at: latest(at, connection.startTime), presumed: true })
  if (!ended) return
  Object.assign(connection, ended)
  draft.changedConnections.add(connection)
}

/** @param at null takes its end back */
function endSession(draft: CallDraft, session: SessionRow, at: Date | null): void {
  const ended = at ? sessionEndedAt(session, { at, presumed: true }) : sessionNotEnded
  if (!ended) return
  Object.assign(session, ended)
  draft.changedSessions.add(session)
}
