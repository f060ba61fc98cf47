import { advancePair, type PairInterval } from '../../stats/pair-interval.ts'
import type { Report } from '../../stats/report.ts'
import { advance, firstSeen, type StreamInterval } from '../../stats/stream-interval.ts'
import type { ConnectionFacts } from './connection-facts.ts'

/** When a report was taken, event time, ms since the epoch, and how often there is one. */
interface Moment {
  at: number
  periodMs: number
}

/** The intervals of the streams that a report closes. */
export function advanceStreams(
  connection: ConnectionFacts,
  { streams }: Report,
  { at, periodMs }: Moment,
): StreamInterval[] {
  const intervals: StreamInterval[] = []
  for (const stream of streams) {
    const facts = connection.streams.get(stream.key)
    const interval = facts ? advance(facts, stream, at, periodMs) : null
    if (!facts) connection.streams.set(stream.key, firstSeen(stream, at))
    if (interval) intervals.push(interval)
  }
  return intervals
}

/** The interval of the selected pair that a report closes, and whether it says anything new of the pair. */
export function advancePath(
  connection: ConnectionFacts,
  { pair }: Report,
  { at, periodMs }: Moment,
): { pair: PairInterval | null; isNew: boolean } {
  if (!pair) return { pair: null, isNew: false }
  if (!connection.pair) {
    connection.pair = { last: pair, changes: [] }
    return { pair: null, isNew: false }
  }
  const { facts, interval, changed } = advancePair(connection.pair, pair, at, periodMs)
  connection.pair = facts
  const isSilent = interval?.deltas.bytesReceived === 0
  if (changed || isSilent) connection.disturbedAt = at
  if (interval) connection.silentSince = isSilent ? (connection.silentSince ?? interval.start) : null
  return { pair: interval, isNew: changed || interval !== null }
}

/** Media that flows before any state was told shows that the state comes late: how long the setup took is not known. */
export function noteEstablished(connection: ConnectionFacts, { pair, streams }: Report, at: number): void {
  if (connection.connectedAt !== null) return
  const received = [pair?.sample, ...streams.map(({ rtp }) => rtp)].map(sample => sample?.counters.bytesReceived ?? 0)
  if (!received.some(bytes => bytes > 0)) return
  connection.connectedAt = at
  connection.setupJudged = true
}
