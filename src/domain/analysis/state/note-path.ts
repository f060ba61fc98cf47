import type { ClosedIntervals } from '../../stats/connection-stats.ts'
import { roundTripMs } from '../../stats/round-trip.ts'
import type { ConnectionFacts } from './connection-facts.ts'

/** Takes in what a report says of the path of a connection: whether it changed, fell silent, or is full. */
export function notePath(connection: ConnectionFacts, closed: ClosedIntervals): void {
  const { at, pair, pairChanged, report } = closed
  if (report.pair) connection.relayProtocol = report.pair.relayProtocol
  if (pairChanged || pair?.deltas.bytesReceived === 0) connection.disturbedAt = at
  noteCongestion(connection, closed)
  connection.reportedAt = at
}

/** A fall of the estimate to this share of its best, and delay so much above its least, make a queue. Inferred. */
const FALLEN_TO = 0.8
const GROWN_BY_MS = 100
const GROWN_TO = 1.5

function noteCongestion(connection: ConnectionFacts, { at, pair, streams }: ClosedIntervals): void {
  const estimate = pair?.gauges.availableOutgoingBitrate
  const delay = roundTripMs(pair, streams)
  if (!estimate || delay === null) return
  const best = Math.max(connection.bestEstimate ?? estimate, estimate)
  const least = Math.min(connection.leastRoundTripMs ?? delay, delay)
  connection.bestEstimate = best
  connection.leastRoundTripMs = least
  const isSlow = delay >= least + GROWN_BY_MS && delay >= GROWN_TO * least
  if (estimate <= FALLEN_TO * best && isSlow) connection.congestedAt = at
}

/** Media that flows before any state was told shows that the state comes late: how long the setup took is not known. */
export function noteEstablished(connection: ConnectionFacts, { at, report }: ClosedIntervals): void {
  if (connection.connectedAt !== null) return
  const samples = [report.pair?.sample, ...report.streams.map(({ rtp }) => rtp)]
  if (!samples.some(sample => (sample?.counters.bytesReceived ?? 0) > 0)) return
  connection.connectedAt = at
  connection.setupJudged = true
}
