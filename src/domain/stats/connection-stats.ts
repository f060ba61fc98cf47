import { advancePair, type PairFacts, type PairInterval } from './pair-interval.ts'
import type { Report } from './report.ts'
import { advance, firstSeen, type StreamFacts, type StreamInterval } from './stream-interval.ts'

/** State of a connection's streams and pair that is kept from report to report. */
export interface ConnectionStats {
  streams: Map<string, StreamFacts>
  /** The selected candidate pair; null before one was reported. */
  pair: PairFacts | null
}

/** Intervals that one report closes. Rules and scores both read these, and no report. */
export interface ClosedIntervals {
  /** Event time of the report, ms since the epoch. */
  at: number
  report: Report
  streams: StreamInterval[]
  /** Null when the report closes no interval of the selected pair. */
  pair: PairInterval | null
  /** Another pair is selected than in the report before. */
  pairChanged: boolean
}

export const newConnectionStats = (): ConnectionStats => ({ streams: new Map(), pair: null })

/** Takes in the next report of a connection. @param at event time of the report, ms since the epoch */
export function closeIntervals(stats: ConnectionStats, report: Report, at: number, periodMs: number): ClosedIntervals {
  const streams = report.streams.flatMap(stream => {
    const facts = stats.streams.get(stream.key)
    if (!facts) stats.streams.set(stream.key, firstSeen(stream, at))
    return (facts && advance(facts, stream, at, periodMs)) ?? []
  })
  if (!report.pair) return { at, report, streams, pair: null, pairChanged: false }
  if (!stats.pair) {
    stats.pair = { last: report.pair, changes: [] }
    return { at, report, streams, pair: null, pairChanged: false }
  }
  const { facts, interval, changed } = advancePair(stats.pair, report.pair, at, periodMs)
  stats.pair = facts
  return { at, report, streams, pair: interval, pairChanged: changed }
}
