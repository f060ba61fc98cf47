import type { PairInterval } from './pair-interval.ts'
import type { StreamInterval } from './stream-interval.ts'

/** By RTCP, where something new was heard in the interval. */
const byRtcp = (intervals: readonly StreamInterval[]): number | null =>
  intervals
    .filter(({ stream, remote }) => stream.direction === 'outbound' && remote)
    .map(({ stream }) => stream.remote?.gauges.roundTripTime ?? 0)
    .find(time => time > 0) ?? null

/**
 * Round-trip time, ms: that of the selected pair, if it was measured in the interval (in an outage the last good value
 * stands), else that of RTCP; null when nothing was measured.
 */
export function roundTripMs(pair: PairInterval | null, intervals: readonly StreamInterval[]): number | null {
  const current = pair?.gauges.currentRoundTripTime
  if (pair && current !== undefined && current > 0) return pair.deltas.responsesReceived === 0 ? null : 1000 * current
  const heard = byRtcp(intervals)
  return heard === null ? null : 1000 * heard
}
