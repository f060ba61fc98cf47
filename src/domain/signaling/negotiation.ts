/** One offer/answer exchange, from its first sign to its outcome. Times are ISO 8601 in UTC. */
export interface Negotiation {
  type: 'initial' | 'renegotiation'
  status: 'connecting' | 'connected' | 'stable' | 'failed'
  startTime: string
  endTime: string | null
  /** ms from start to outcome; null while it lasts and when it failed at the end of its connection. */
  durationMs: number | null
}

type Outcome = 'connected' | 'stable' | 'failed'

/** A negotiation that begins. @param isFirst of its connection @param at ms since the epoch */
export const begunNegotiation = (isFirst: boolean, at: number): Negotiation => ({
  type: isFirst ? 'initial' : 'renegotiation',
  status: 'connecting',
  startTime: isoTime(at),
  endTime: null,
  durationMs: null,
})

/** A negotiation with its outcome. @param at ms since the epoch */
export const concludedNegotiation = (negotiation: Negotiation, status: Outcome, at: number): Negotiation => ({
  ...negotiation,
  status,
  endTime: isoTime(at),
  durationMs: at - Date.parse(negotiation.startTime),
})

/** Fails the negotiation that is unfinished when its connection ends. */
export const failUnfinished = (negotiations: readonly Negotiation[], at: Date): Negotiation[] =>
  negotiations.map(negotiation =>
    negotiation.status === 'connecting'
      ? { ...negotiation, status: 'failed', endTime: at.toISOString(), durationMs: null }
      : negotiation,
  )

const isoTime = (at: number): string => new Date(at).toISOString()
