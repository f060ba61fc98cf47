import { type AnalysisState, CONSENT_EXPIRY_MS, closedByPeerAt, leftAt, sameEnds } from '../state/analysis-state.ts'
import type { ConnectionFacts } from '../state/connection-facts.ts'

/**
 * Connections that were lost, by their states, at nobody's cost: what the states say of them is no trouble of their
 * participant. They are up again, or media came all the same (Firefox does not always say that it is connected again);
 * another connection to the same peer carried on; or the peer had left or hung up: a page whose peer has closed its tab gets
 * no answers any more, and says `disconnected` and `failed` until consent expires.
 */
export const excusedConnections = (state: AnalysisState, periodMs: number): Set<string> =>
  new Set([...state.connections.values()].filter(one => isExcused(state, one, periodMs)).map(({ id }) => id))

function isExcused(state: AnalysisState, connection: ConnectionFacts, periodMs: number): boolean {
  const { lostAt, receivedAt, peerId, participantId } = connection
  if (lostAt === null) return true
  if (receivedAt !== null && receivedAt > lostAt + periodMs) return true
  const isNear = (end: number | null) =>
    end !== null && lostAt >= end - periodMs && lostAt <= end + CONSENT_EXPIRY_MS + 2 * periodMs
  const ends = [
    leftAt(state, peerId, periodMs, lostAt),
    leftAt(state, participantId, periodMs, lostAt),
    closedByPeerAt(state, connection, lostAt),
  ]
  if (ends.some(isNear)) return true
  return sameEnds(state, connection).some(other => carriesOn(other, connection, lostAt))
}

const carriesOn = (other: ConnectionFacts, { id }: ConnectionFacts, lostAt: number): boolean => {
  const upUntil = Math.max(other.connectedAt ?? 0, other.receivedAt ?? 0)
  return other.id !== id && other.connectedAt !== null && upUntil > lostAt
}
