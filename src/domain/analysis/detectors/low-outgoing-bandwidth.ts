import type { StreamInterval } from '../../stats/stream-interval.ts'
import { sustained } from '../episodes/raise-rule.ts'
import { below, type ConnectionDetector } from './detector.ts'

const sendsVideo = ({ stream, rtp }: StreamInterval) =>
  stream.direction === 'outbound' && stream.kind === 'video' && (rtp.framesSent ?? rtp.packetsSent ?? 0) > 0

/**
 * Estimate of the bitrate that can be sent, while video is sent, in 3 of 5 intervals. While nothing comes back from the
 * other side the estimate is worth nothing, and 0 is what browsers say without one.
 */
export const lowOutgoingBandwidth: ConnectionDetector = {
  code: 'low_outgoing_bandwidth',
  unit: 'bit/s',
  worse: 'low',
  raiseRule: sustained,
  judge(pair, { intervals, thresholds }) {
    const available = pair?.gauges.availableOutgoingBitrate
    if (!pair || !available || pair.deltas.bytesReceived === 0 || !intervals.some(sendsVideo)) return null
    return below(available, thresholds.outgoingBitrateBps)
  },
}
