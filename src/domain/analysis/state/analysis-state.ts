import type { StreamFacts } from '../../stats/stream-interval.ts'
import type { CallEvent } from '../call-event.ts'
import type { Episode } from '../episodes/episode.ts'
import type { Finding } from '../finding.ts'
import { addTo, admit, MAX_CONNECTIONS, MAX_SESSIONS } from './bounds.ts'
import { type ConnectionFacts, newConnection } from './connection-facts.ts'
import { newSession, type SessionFacts } from './session-facts.ts'

/** All that the analysis of one call remembers. */
export interface AnalysisState {
  sessions: Map<string, SessionFacts>
  connections: Map<string, ConnectionFacts>
  /** Sessions of each participant. */
  sessionIds: Map<string, string[]>
  /** Connections of each participant to each peer, by participant and peer. */
  connectionIds: Map<string, string[]>
  /** Sessions, connections, tracks and streams that are remembered. */
  parts: number
  /** Which connection reported a stream last, by the stream's key. */
  owners: Map<string, string>
  /** Under way or about to be, by code and subject. */
  episodes: Map<string, Episode>
  /** Episodes that are over. */
  ended: Finding[]
  /** Event time of the latest event, ms since the epoch; null before the first. */
  lastAt: number | null
  /** The call is over: who is silent does not come back. */
  isOver: boolean
}

export const newState = (): AnalysisState => ({
  sessions: new Map(),
  connections: new Map(),
  sessionIds: new Map(),
  connectionIds: new Map(),
  parts: 0,
  owners: new Map(),
  episodes: new Map(),
  ended: [],
  lastAt: null,
  isOver: false,
})

/** The session that an event is of; null for one more than a call can have. */
export function sessionOf(state: AnalysisState, { sessionId, participantId }: CallEvent): SessionFacts | null {
  const known = state.sessions.get(sessionId)
  if (known) return known
  if (!admit(state, state.sessionIds, { key: participantId, id: sessionId, most: MAX_SESSIONS })) return null
  const session = newSession(sessionId, participantId)
  state.sessions.set(sessionId, session)
  return session
}

/** The connection that an event is about; null for an event about none, and for one more than a call can have. */
export function connectionOf(state: AnalysisState, event: CallEvent): ConnectionFacts | null {
  const { connectionId, sessionId, participantId, peerId } = event
  if (connectionId === null) return null
  const known = state.connections.get(connectionId)
  if (known) {
    if (known.peerId === null && peerId !== null) notePeer(state, known, peerId)
    return known
  }
  const key = endKey(participantId, peerId)
  if (!admit(state, state.connectionIds, { key, id: connectionId, most: MAX_CONNECTIONS })) return null
  const connection = newConnection(connectionId, sessionId, participantId, peerId)
  state.connections.set(connectionId, connection)
  return connection
}

const endKey = (participantId: string, peerId: string | null): string => `${participantId} ${peerId ?? ''}`

/** Notes the peer of a connection that was told without one. */
function notePeer({ connectionIds }: AnalysisState, connection: ConnectionFacts, peerId: string): void {
  const { id, participantId } = connection
  if (!addTo(connectionIds, endKey(participantId, peerId), id, MAX_CONNECTIONS)) return
  const unknown = endKey(participantId, null)
  const others = (connectionIds.get(unknown) ?? []).filter(other => other !== id)
  if (others.length > 0) connectionIds.set(unknown, others)
  else connectionIds.delete(unknown)
  connection.peerId = peerId
}

/** Connections of a participant to a peer. */
const connectionsBetween = (
  { connections, connectionIds }: AnalysisState,
  participantId: string,
  peerId: string | null,
): ConnectionFacts[] =>
  (connectionIds.get(endKey(participantId, peerId)) ?? []).flatMap(id => connections.get(id) ?? [])

/** The connections of the participant at the other end to this one. */
export const otherEnds = (state: AnalysisState, { participantId, peerId }: ConnectionFacts): ConnectionFacts[] =>
  peerId === null ? [] : connectionsBetween(state, peerId, participantId)

/** The connections of the same participant to the same peer, this one included. */
export const sameEnds = (state: AnalysisState, { participantId, peerId }: ConnectionFacts): ConnectionFacts[] =>
  connectionsBetween(state, participantId, peerId)

/** A stream as its other end reports it. */
export interface PeerStream {
  session: SessionFacts
  connection: ConnectionFacts
  stream: StreamFacts
}

/** The same stream at the other end, where that is a participant of this call who reports; the SSRC ties them. */
export function peerStream(state: AnalysisState, connection: ConnectionFacts, key: string): PeerStream | null {
  const otherKey = key.startsWith('inbound') ? key.replace('inbound', 'outbound') : key.replace('outbound', 'inbound')
  const owner = state.connections.get(state.owners.get(otherKey) ?? '')
  if (!owner || owner.participantId !== connection.peerId || owner.peerId !== connection.participantId) return null
  const stream = owner.streams.get(otherKey)
  const session = state.sessions.get(owner.sessionId)
  return stream && session ? { session, connection: owner, stream } : null
}

/** Consent to send expires after 30 s without an answer (RFC 7675): until then a peer may be only silent. */
export const CONSENT_EXPIRY_MS = 30_000

/** Of a call that is over: who is silent for longer at its end, and at least so long, ms, was gone. Inferred. */
const MISSED_PERIODS = 1.5
const MIN_SILENCE_MS = 10_000

/** Takes note of a sign of life. */
export function noteAlive(state: AnalysisState, session: SessionFacts, at: number): void {
  session.startedAt = Math.min(session.startedAt ?? at, at)
  session.lastAt = Math.max(session.lastAt ?? at, at)
  state.lastAt = Math.max(state.lastAt ?? at, at)
}

/** All presences of a participant, in the order in which they were first heard of. */
export const sessionsOf = ({ sessions, sessionIds }: AnalysisState, participantId: string | null): SessionFacts[] =>
  (sessionIds.get(participantId ?? '') ?? []).flatMap(id => sessions.get(id) ?? [])

/**
 * Last sign of a participant who left without a word: crashed, or was cut off for good; null of one who is there, who said
 * goodbye, or of whom nothing was ever heard.
 */
export function goneSince(state: AnalysisState, participantId: string | null, periodMs: number): number | null {
  const sessions = sessionsOf(state, participantId)
  const isSilent = ({ endedAt, leavingAt }: SessionFacts) => endedAt === null && leavingAt === null
  if (sessions.length === 0 || !sessions.every(isSilent)) return null
  const last = Math.max(...sessions.map(({ lastAt }) => lastAt ?? 0))
  const patienceMs = state.isOver
    ? Math.max(MISSED_PERIODS * periodMs, MIN_SILENCE_MS)
    : CONSENT_EXPIRY_MS + 2 * periodMs
  return last < (state.lastAt ?? 0) - patienceMs ? last : null
}

/**
 * When the other side closed its end of a connection that was up, and opened no other; null when it did not. Applications
 * hang up so without a word of the page.
 * @param since ends that were opened later are another presence
 */
export function closedByPeerAt(
  state: AnalysisState,
  connection: ConnectionFacts,
  since = Number.POSITIVE_INFINITY,
): number | null {
  const ends = otherEnds(state, connection).filter(({ addedAt }) => (addedAt ?? 0) <= since)
  if (ends.length === 0) return null
  const closed = ends.map(({ endedAt, lostAt }) => (lostAt === null ? endedAt : null))
  return closed.every(at => at !== null) ? Math.max(...closed) : null
}

/**
 * When a participant was gone for good: said goodbye, or left without a word; null of one who is there.
 * @param since those who came later are another presence
 */
export function leftAt(
  state: AnalysisState,
  participantId: string | null,
  periodMs: number,
  since = Number.POSITIVE_INFINITY,
): number | null {
  const sessions = sessionsOf(state, participantId).filter(({ startedAt }) => (startedAt ?? 0) <= since)
  if (sessions.length === 0) return null
  const ends = sessions.map(({ leavingAt, endedAt }) => leavingAt ?? endedAt)
  return ends.every(end => end !== null) ? Math.max(...ends) : goneSince(state, participantId, periodMs)
}

/**
 * Whether the participant at the other end is known to have left.
 * @param since those who came later are another presence, on another connection
 */
export function peerHasLeft(
  state: AnalysisState,
  connection: ConnectionFacts,
  since = Number.POSITIVE_INFINITY,
): boolean {
  if (closedByPeerAt(state, connection, since) !== null) return true
  const sessions = sessionsOf(state, connection.peerId).filter(({ startedAt }) => (startedAt ?? 0) <= since)
  return sessions.length > 0 && sessions.every(({ leavingAt, endedAt }) => leavingAt !== null || endedAt !== null)
}
