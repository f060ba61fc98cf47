import { playoutDelay } from '../../stats/playout.ts'
import { sustained } from '../episodes/raise-rule.ts'
import { above, type StreamDetector } from './detector.ts'

/**
 * Jitter of received audio, in 3 of 5 intervals: interarrival jitter, or less of it where the buffer had to grow for it
 * (RFC 3550 smooths jitter, so that swings of ±80 ms show as 21–27 ms). Without packets the last value stands and says
 * nothing.
 */
export const highJitter: StreamDetector = {
  code: 'high_jitter',
  unit: 'ms',
  worse: 'high',
  raiseRule: sustained,
  streams: ['inbound-audio'],
  judge(interval, { thresholds }) {
    const { jitter } = interval.stream.rtp.gauges
    if (jitter === undefined || (interval.rtp.packetsReceived ?? 0) < thresholds.leastPackets) return null
    const { audioJitterMs, bufferedJitterMs, jitterBufferMs } = thresholds
    const delay = playoutDelay(interval)
    const isBuffered = (delay?.network ?? delay?.total ?? 0) >= jitterBufferMs
    return above(1000 * jitter, isBuffered ? Math.min(bufferedJitterMs, audioJitterMs) : audioJitterMs)
  },
}
