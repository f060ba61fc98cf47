import type { TrackKind } from '../../call/track.ts'
import type { RelayProtocol } from '../../stats/candidate-pair.ts'
import { type ConnectionStats, newConnectionStats } from '../../stats/connection-stats.ts'

/** A time without connection, as its states tell it, until reports of media bear it out or refute it. */
export interface Outage {
  from: number
  /** Null while it lasts. */
  to: number | null
  /** It came to `failed`. */
  failed: boolean
}

/** A time in which nothing came, as reports of media tell it. */
interface Silence {
  /** Last packet, event time, ms since the epoch. */
  from: number
  /** Something was to come: checks went unanswered, the connection was down, or the peer sent. */
  isOutage: boolean
}

/** Facts about one RTCPeerConnection. Times are event times, ms since the epoch. */
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
  /** Time without packets within the last interval that had some; null when there was none. */
  gap: { from: number; until: number } | null
  /** Nothing comes over it at present; null while something does. */
  silence: Silence | null
  /** When it last went down, if it has not said since that it is up. */
  lostAt: number | null
  /** When media was last known to come. */
  receivedAt: number | null
  /** Event time of its last report. */
  reportedAt: number | null
  /** When it could last be told whether media of a kind was to come. */
  arrivalJudgedAt: Partial<Record<TrackKind, number>>
  /** Highest estimate of what can be sent, bit/s, and least round-trip time, ms; null before the first. */
  bestEstimate: number | null
  leastRoundTripMs: number | null
  /** When the estimate last fell while delay grew. */
  congestedAt: number | null
  /** When its path last changed or came back, or media last began to flow again. */
  disturbedAt: number | null
  /** Protocol to the TURN server; null for UDP, and without one. */
  relayProtocol: RelayProtocol | null
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
  gap: null,
  silence: null,
  lostAt: null,
  receivedAt: null,
  reportedAt: null,
  arrivalJudgedAt: {},
  bestEstimate: null,
  leastRoundTripMs: null,
  congestedAt: null,
  disturbedAt: null,
  relayProtocol: null,
  endedAt: null,
  ...newConnectionStats(),
})

/** Outages that are remembered, to tell what they caused. */
const OUTAGES_KEPT = 50

export const withOutage = (outages: readonly Outage[], outage: Outage): Outage[] =>
  [...outages, outage].slice(-OUTAGES_KEPT)

/** Whether media of a kind has ever come: only a stream that says that it is empty is known to have none. */
export const hasArrived = ({ streams }: ConnectionFacts, kind: TrackKind): boolean =>
  [...streams.values()].some(({ last, hadBytes }) => {
    const { bytesReceived, packetsReceived } = last.rtp.counters
    return last.type === `inbound-${kind}` && (hadBytes || (bytesReceived ?? packetsReceived) !== 0)
  })

export const isDown = ({ outages }: ConnectionFacts): boolean => outages.at(-1)?.to === null
