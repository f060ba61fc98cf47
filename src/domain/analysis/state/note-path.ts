import type { ClosedIntervals } from '../../stats/connection-stats.ts'
import type { ConnectionFacts } from './connection-facts.ts'

/** Takes in what a report says of the path of a connection: whether it changed, fell silent, or was there all along. */
export function notePath(connection: ConnectionFacts, { at, pair, pairChanged }: ClosedIntervals): void {
  const isSilent = pair?.deltas.bytesReceived === 0
  if (pairChanged || isSilent) connection.disturbedAt = at
  if (pair) connection.silentSince = isSilent ? (connection.silentSince ?? pair.start) : null
}

/** Media that flows before any state was told shows that the state comes late: how long the setup took is not known. */
export function noteEstablished(connection: ConnectionFacts, { at, report }: ClosedIntervals): void {
  if (connection.connectedAt !== null) return
  const samples = [report.pair?.sample, ...report.streams.map(({ rtp }) => rtp)]
  if (!samples.some(sample => (sample?.counters.bytesReceived ?? 0) > 0)) return
  connection.connectedAt = at
  connection.setupJudged = true
}
