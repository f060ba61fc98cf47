import { sustained } from '../episodes/raise-rule.ts'
import { above, type StreamDetector } from './detector.ts'

/** Interarrival jitter of received audio, in 3 of 5 intervals; without packets the last value stands and says nothing. */
export const highJitter: StreamDetector = {
  code: 'high_jitter',
  unit: 'ms',
  worse: 'high',
  raiseRule: sustained,
  streams: ['inbound-audio'],
  judge({ stream, rtp }, { thresholds }) {
    const { jitter } = stream.rtp.gauges
    if (jitter === undefined || (rtp.packetsReceived ?? 0) < thresholds.leastPackets) return null
    return above(1000 * jitter, thresholds.audioJitterMs)
  },
}
