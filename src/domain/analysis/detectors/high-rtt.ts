import { roundTripMs } from '../../stats/round-trip.ts'
import { sustained } from '../episodes/raise-rule.ts'
import { above, type ConnectionDetector } from './detector.ts'

/** Current round-trip time of the connection, in 3 of 5 intervals. */
export const highRtt: ConnectionDetector = {
  code: 'high_rtt',
  unit: 'ms',
  worse: 'high',
  raiseRule: sustained,
  judge(pair, { intervals, thresholds }) {
    const time = roundTripMs(pair, intervals)
    return time === null ? null : above(time, thresholds.roundTripMs)
  },
}
