import { inboundLossPercent, remoteLossPercent } from '../../stats/losses.ts'
import type { StreamInterval } from '../../stats/stream-interval.ts'
import { sustained } from '../episodes/raise-rule.ts'
import { above, type StreamDetector, type StreamDetectorContext } from './detector.ts'

/** The other side's own reports say more; only without them count those that it sends by RTCP. */
const isToldByReceiver = ({ peer, periodMs, facts }: StreamDetectorContext) =>
  peer !== null && facts.lastAt - peer.stream.lastAt < 3 * periodMs

function lossPercent(interval: StreamInterval, context: StreamDetectorContext): number | null {
  const { leastPackets } = context.thresholds
  if (interval.stream.direction === 'inbound') return inboundLossPercent(interval, leastPackets)
  return isToldByReceiver(context) ? null : remoteLossPercent(interval, leastPackets)
}

/** Share of packets that the network lost, in 3 of 5 intervals; what retransmission repaired counts, too. */
export const highPacketLoss: StreamDetector = {
  code: 'high_packet_loss',
  unit: '%',
  worse: 'high',
  raiseRule: sustained,
  streams: ['inbound-audio', 'inbound-video', 'outbound-audio', 'outbound-video'],
  judge(interval, context) {
    const percent = lossPercent(interval, context)
    const { packetLossPercent, packetLossEndPercent } = context.thresholds
    return percent === null ? null : above(percent, packetLossPercent, packetLossEndPercent)
  },
}
