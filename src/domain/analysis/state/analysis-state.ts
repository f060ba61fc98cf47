import type { StreamFacts } from '../../stats/stream-interval.ts'
import type { CallEvent } from '../call-event.ts'
import type { Episode } from '../episodes/episode.ts'
import type { Finding } from '../finding.ts'
import { type ConnectionFacts, newConnection } from './connection-facts.ts'
import { newSession, type SessionFacts } from './session-facts.ts'

/** All that the analysis of one call remembers. */
export interface AnalysisState {
  sessions: Map<string, SessionFacts>
  connections: Map<string, ConnectionFacts>
  /** Ids of the connections of each participant. */
  connectionIds: Map<string, string[]>
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
  connectionIds: new Map(),
  owners: new Map(),
  episodes: new Map(),
  ended: [],
  lastAt: null,
  isOver: false,
})

export function sessionOf(state: AnalysisState, { sessionId, participantId }: CallEvent): SessionFacts {
  const known = state.sessions.get(sessionId)
  if (known) return known
  const session = newSession(sessionId, participantId)
  state.sessions.set(sessionId, session)
  return session
}

/** The connection that an event is about; null for an event about none. */
export function connectionOf(state: AnalysisState, event: CallEvent): ConnectionFacts | null {
  const { connectionId, sessionId, participantId, peerId } = event
  if (connectionId === null) return null
  const known = state.connections.get(connectionId)
  if (known) {
    known.peerId ??= peerId
    return known
  }
  const connection = newConnection(connectionId, sessionId, participantId, peerId)
  state.connections.set(connectionId, connection)
  state.connectionIds.set(participantId, [...(state.connectionIds.get(participantId) ?? []), connectionId])
  return connection
}

/** The connections of the participant at the other end to this one. */
export const otherEnds = (state: AnalysisState, { participantId, peerId }: ConnectionFacts): ConnectionFacts[] =>
  (state.connectionIds.get(peerId ?? '') ?? [])
    .flatMap(id => state.connections.get(id) ?? [])
    .filter(other => other.peerId === participantId)

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

const sessionsOf = ({ sessions }: AnalysisState, participantId: string | null): SessionFacts[] =>
  [...sessions.values()].filter(session => session.participantId === participantId)

/**
 * Last sign of a participant who left without a word: crashed, or was cut off for good; null of one who is there, who said
 * goodbye, or of whom nothing was ever heard.
 */
export function goneSince(state: AnalysisState, participantId: string | null, periodMs: number): number | null {
  const silent = sessionsOf(state, participantId).filter(
    ({ endedAt, leavingAt }) => endedAt === null && leavingAt === null,
  )
  if (silent.length === 0 || sessionsOf(state, participantId).length !== silent.length) return null
  const last = Math.max(...silent.map(({ lastAt }) => lastAt ?? 0))
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
