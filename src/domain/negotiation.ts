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

/** Begins a negotiation, unless one is under way or the sign is older than the end of the last one. */
export function beginNegotiation(negotiations: readonly Negotiation[], at: Date): Negotiation[] {
  const last = negotiations.at(-1)
  if (last?.status === 'connecting') return [...negotiations]
  if (last?.endTime && at.getTime() < Date.parse(last.endTime)) return [...negotiations]
  return [
    ...negotiations,
    {
      type: last ? 'renegotiation' : 'initial',
      status: 'connecting',
      startTime: at.toISOString(),
      endTime: null,
      durationMs: null,
    },
  ]
}

/** Gives the last negotiation its outcome; a `stable` does not take a `connected` back. */
export function settleNegotiation(
  negotiations: readonly Negotiation[],
  status: 'connected' | 'stable' | 'failed',
  at: Date,
): Negotiation[] {
  const last = negotiations.at(-1)
  if (!last || (status === 'stable' && last.status !== 'connecting')) return [...negotiations]
  if (last.status === status && last.endTime) return [...negotiations]
  const durationMs = at.getTime() - Date.parse(last.startTime)
  return [...negotiations.slice(0, -1), { ...last, status, endTime: at.toISOString(), durationMs }]
}

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
export function applySignalingState(
  negotiations: readonly Negotiation[],
  state: SignalingState,
  at: Date,
): Negotiation[] {
  switch (state) {
    case 'have-local-offer':
    case 'have-remote-offer':
      return beginNegotiation(negotiations, at)
    case 'stable':
      return settleNegotiation(negotiations, 'stable', at)
    default:
      return [...negotiations]
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
