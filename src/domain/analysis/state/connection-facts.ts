import { type ConnectionStats, newConnectionStats } from '../../stats/connection-stats.ts'

/** A time without connection. */
export interface Outage {
  from: number
  /** Null while it lasts. */
  to: number | null
  /** It came to `failed`. */
  failed: boolean
}

/** What is known of one RTCPeerConnection. Times are event times, ms since the epoch. */
export interface ConnectionFacts extends ConnectionStats {
  id: string
  sessionId: string
  participantId: string
  peerId: string | null
  addedAt: number | null
  /** First sign of a setup under way. */
  connectingAt: number | null
  /** First connected. */
  connectedAt: number | null
  setupJudged: boolean
  /** When the last state was told. */
  stateAt: number | null
  /** It tells RTCPeerConnection.connectionState: then the state of ICE alone says nothing more. */
  tellsConnectionState: boolean
  outages: Outage[]
  /** Since when nothing at all has come over it, by its reports; null while something comes. */
  silentSince: number | null
  /** When its path last changed or came back, or media last began to flow again. */
  disturbedAt: number | null
  endedAt: number | null
}

export const newConnection = (
  id: string,
  sessionId: string,
  participantId: string,
  peerId: string | null,
): ConnectionFacts => ({
  id,
  sessionId,
  participantId,
  peerId,
  addedAt: null,
  connectingAt: null,
  connectedAt: null,
  setupJudged: false,
  stateAt: null,
  tellsConnectionState: false,
  outages: [],
  silentSince: null,
  disturbedAt: null,
  endedAt: null,
  ...newConnectionStats(),
})

/** Outages that are remembered, to tell what they caused. */
const OUTAGES_KEPT = 50

export const withOutage = (outages: readonly Outage[], outage: Outage): Outage[] =>
  [...outages, outage].slice(-OUTAGES_KEPT)

export const isDown = ({ outages }: ConnectionFacts): boolean => outages.at(-1)?.to === null
