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
  /** Which connection reported a stream last, by the stream's key. */
  owners: Map<string, string>
  /** Under way or about to be, by code and subject. */
  episodes: Map<string, Episode>
  /** Episodes that are over. */
  ended: Finding[]
}

export const newState = (): AnalysisState => ({
  sessions: new Map(),
  connections: new Map(),
  owners: new Map(),
  episodes: new Map(),
  ended: [],
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
  return connection
}

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

/** Whether the participant at the other end is known to have left. */
export function peerHasLeft(state: AnalysisState, { peerId }: ConnectionFacts): boolean {
  const sessions = [...state.sessions.values()].filter(({ participantId }) => participantId === peerId)
  return sessions.length > 0 && sessions.every(({ leavingAt, endedAt }) => leavingAt !== null || endedAt !== null)
}
