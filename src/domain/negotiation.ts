import type { SignalingState } from './connection-state.ts'

/** One offer/answer exchange, from its first sign to its outcome. Times are ISO 8601 in UTC. */
export interface Negotiation {
  type: 'initial' | 'renegotiation'
  status: 'connecting' | 'connected' | 'stable' | 'failed'
  startTime: string
  endTime: string | null
  /** ms from start to outcome; null while it lasts and when it failed at the end of its connection. */
  durationMs: number | null
}

/** The negotiations of a connection, as far as they are known. */
export interface Signaling {
  negotiations: Negotiation[]
  /** Event time of the last `stable`: the offer before it may be received after it. */
  stableTime: Date | null
}

/** Begins a negotiation, unless one is under way or the sign is older than the end of the last one. */
export function beginNegotiation({ negotiations, stableTime }: Signaling, at: Date): Negotiation[] {
  const last = negotiations.at(-1)
  if (last?.status === 'connecting') return negotiations
  if (last?.endTime && at.getTime() < Date.parse(last.endTime)) return negotiations
  const begun: Negotiation = {
    type: last ? 'renegotiation' : 'initial',
    status: 'connecting',
    startTime: at.toISOString(),
    endTime: null,
    durationMs: null,
  }
  return [...negotiations, stableTime && at < stableTime ? settled(begun, 'stable', stableTime) : begun]
}

/** Gives the last negotiation its outcome; a `stable` does not take a `connected` back. */
export function settleNegotiation(
  negotiations: Negotiation[],
  status: 'connected' | 'stable' | 'failed',
  at: Date,
): Negotiation[] {
  const last = negotiations.at(-1)
  if (!last || (status === 'stable' && last.status !== 'connecting')) return negotiations
  if (last.status === status && last.endTime) return negotiations
  return [...negotiations.slice(0, -1), settled(last, status, at)]
}

const settled = (negotiation: Negotiation, status: 'connected' | 'stable' | 'failed', at: Date): Negotiation => ({
  ...negotiation,
  status,
  endTime: at.toISOString(),
  durationMs: at.getTime() - Date.parse(negotiation.startTime),
})

/**
 * What is unfinished when its connection ends has failed. When the end turns out to have been earlier, so have these
 * failures.
 */
export function failUnfinished(negotiations: readonly Negotiation[], at: Date): Negotiation[] {
  const failsWithItsConnection = ({ status, durationMs }: Negotiation) =>
    status === 'connecting' || (status === 'failed' && durationMs === null)
  return negotiations.map(negotiation =>
    failsWithItsConnection(negotiation)
      ? { ...negotiation, status: 'failed', endTime: at.toISOString(), durationMs: null }
      : negotiation,
  )
}

/** What a signaling state says of the negotiations. */
export function applySignalingState(signaling: Signaling, state: SignalingState, at: Date): Signaling {
  const { negotiations, stableTime } = signaling
  switch (state) {
    case 'have-local-offer':
    case 'have-remote-offer':
      return { negotiations: beginNegotiation(signaling, at), stableTime }
    case 'stable':
      return {
        negotiations: settleNegotiation(negotiations, 'stable', at),
        stableTime: stableTime && stableTime > at ? stableTime : at,
      }
    default:
      return signaling
  }
}

/**
 * Stats have shown that the connection carries media although no event said so: a negotiation under way has succeeded,
 * at an unknown moment.
 */
export const negotiationsShownConnected = (negotiations: readonly Negotiation[]): Negotiation[] =>
  negotiations.map(negotiation =>
    negotiation.status === 'connecting' ? { ...negotiation, status: 'connected' } : negotiation,
  )
