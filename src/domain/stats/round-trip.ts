import type { PairInterval } from './pair-interval.ts'
import type { StreamInterval } from './stream-interval.ts'

/** By RTCP, where something new was heard in the interval, s. */
const byRtcp = (intervals: readonly StreamInterval[]): number | null =>
  intervals
    .filter(({ stream, remote }) => stream.direction === 'outbound' && remote)
    .map(({ stream }) => stream.remote?.gauges.roundTripTime ?? 0)
    .find(time => time > 0) ?? null

/** By the connectivity checks of the selected pair that were answered in the interval, s; else its last one. */
function byChecks({ deltas, gauges }: PairInterval): number | null {
  const { responsesReceived: responses, totalRoundTripTime: total } = deltas
  if (responses === 0) return null
  if (responses !== undefined && total !== undefined && total > 0) return total / responses
  return gauges.currentRoundTripTime || null
}

/**
 * Round-trip time in an interval, ms: the mean of what the selected pair measured in it, else that of RTCP; null when
 * nothing was measured (in an outage the last good value stands).
 */
export function roundTripMs(pair: PairInterval | null, intervals: readonly StreamInterval[]): number | null {
  const seconds = (pair && byChecks(pair)) ?? byRtcp(intervals)
  return seconds === null ? null : 1000 * seconds
}

/** The same, where nothing was measured the last value of the selected pair; 0 when none is known. */
export const lastRoundTripMs = (pair: PairInterval | null, intervals: readonly StreamInterval[]): number =>
  roundTripMs(pair, intervals) ?? 1000 * (pair?.gauges.currentRoundTripTime ?? 0)
