import { type PlayoutDelay, playoutDelay } from '../../stats/playout.ts'
import { sustained } from '../episodes/raise-rule.ts'
import { above, type DetectorContext, type StreamDetector } from './detector.ts'

/** The picture that sound has to wait for is late by itself. */
const waitsForPicture = ({ intervals }: DetectorContext, line: number): boolean =>
  intervals.some(({ stream, ...interval }) => {
    const delay = stream.type === 'inbound-video' ? playoutDelay({ stream, ...interval }) : null
    return (delay?.network ?? 0) > line
  })

/** Delay that nobody asked for, ms: a deep buffer (`jitterBufferTarget`) is no fault. */
const unwanted = ({ total, network }: PlayoutDelay, context: DetectorContext, line: number): number =>
  network === null || waitsForPicture(context, line) ? total : Math.min(total, network)

/** Time that received audio waited before it was played, in 3 of 5 intervals: for the network, or for a late picture. */
export const highPlayoutDelay: StreamDetector = {
  code: 'playout_delay',
  ofPeople: true,
  unit: 'ms',
  worse: 'high',
  raiseRule: sustained,
  streams: ['inbound-audio'],
  judge(interval, context) {
    const delay = playoutDelay(interval)
    const line = context.thresholds.playoutDelayMs
    return delay && above(unwanted(delay, context, line), line)
  },
}
