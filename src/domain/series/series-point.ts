import type { Thresholds } from '../analysis/thresholds.ts'
import type { ClosedIntervals } from '../stats/connection-stats.ts'
import { roundTripMs } from '../stats/round-trip.ts'
import type { JsonValue } from '../values/json.ts'
import { type PairSeen, pairSeen } from './pair-seen.ts'
import type { MetricValues } from './series-metric.ts'
import { streamValues } from './stream-values.ts'

/** Values of one stream in one interval. */
export interface StreamPoint {
  /** StreamReport.key. */
  key: string
  trackIdentifier: string | null
  values: MetricValues
}

/** Values of one connection in the intervals that one report closes. */
export interface SeriesPoint {
  connectionId: string
  /** Event time of the report, ms since the epoch. */
  end: number
  lengthMs: number
  values: MetricValues
  streams: StreamPoint[]
  /** The selected candidate pair; null when not reported. */
  pair: PairSeen | null
}

interface ReportedIntervals {
  connectionId: string
  /** Of the stats event. */
  eventId: string
  /** The report as it was sent. */
  report: JsonValue
}

/** Null when a report closes no interval: there is nothing to draw. */
export function seriesPoint(
  closed: ClosedIntervals,
  thresholds: Thresholds,
  { connectionId, eventId, report }: ReportedIntervals,
): SeriesPoint | null {
  const { at, streams, pair } = closed
  if (streams.length === 0 && !pair) return null
  const starts = [...streams.map(({ start }) => start), ...(pair ? [pair.start] : [])]
  return {
    connectionId,
    end: Math.round(at),
    lengthMs: Math.round(at - Math.min(...starts)),
    values: {
      roundTripTime: roundTripMs(pair, streams),
      availableOutgoingBitrate: pair?.gauges.availableOutgoingBitrate || null,
    },
    streams: streams.map(interval => ({
      key: interval.stream.key,
      trackIdentifier: interval.stream.trackIdentifier,
      values: streamValues(interval, closed, thresholds),
    })),
    pair: pairSeen(report, eventId),
  }
}
