import type { StreamInterval } from '../../stats/stream-interval.ts'
import { sustained } from '../spells/life.ts'
import { above, type StreamDetector, type StreamScene } from './detector.ts'

/** Received packets without those that were sent again, which belong to losses that are counted already (field-notes 5). */
function firstReceived({ rtp }: StreamInterval): number | null {
  if (rtp.packetsReceived === undefined) return null
  return Math.max(rtp.packetsReceived - (rtp.retransmittedPacketsReceived ?? 0), 0)
}

/** Packets lost of those expected, %; null when it was not reported or too few were expected to tell. */
export function inboundLossPercent(interval: StreamInterval, leastPackets: number): number | null {
  const received = firstReceived(interval)
  if (received === null || interval.rtp.packetsLost === undefined) return null
  return percentOf(interval.rtp.packetsLost, received, leastPackets)
}

/** The same as the other side told it by RTCP, against what was sent in as much time. */
function remoteLossPercent({ remote, rtp, seconds }: StreamInterval, leastPackets: number): number | null {
  if (!remote || rtp.packetsSent === undefined || remote.deltas.packetsLost === undefined) return null
  const sent = (Math.max(rtp.packetsSent - (rtp.retransmittedPacketsSent ?? 0), 0) * remote.seconds) / seconds
  const lost = Math.min(Math.max(remote.deltas.packetsLost, 0), sent)
  return percentOf(lost, sent - lost, leastPackets)
}

const percentOf = (lost: number, received: number, leastPackets: number): number | null =>
  lost + received < leastPackets ? null : (100 * lost) / (lost + received)

/** The other side's own reports say more; only without them count those that it sends by RTCP. */
const isToldByReceiver = ({ peer, periodMs, facts }: StreamScene) =>
  peer !== null && facts.lastAt - peer.stream.lastAt < 3 * periodMs

function lossPercent(interval: StreamInterval, scene: StreamScene): number | null {
  const { leastPackets } = scene.thresholds
  if (interval.stream.direction === 'inbound') return inboundLossPercent(interval, leastPackets)
  return isToldByReceiver(scene) ? null : remoteLossPercent(interval, leastPackets)
}

/** Share of packets that the network lost, in 3 of 5 intervals; what retransmission repaired counts, too. */
export const highPacketLoss: StreamDetector = {
  code: 'high_packet_loss',
  unit: '%',
  worse: 'high',
  life: sustained,
  streams: ['inbound-audio', 'inbound-video', 'outbound-audio', 'outbound-video'],
  judge(interval, scene) {
    const percent = lossPercent(interval, scene)
    const { packetLossPercent, packetLossEndPercent } = scene.thresholds
    return percent === null ? null : above(percent, packetLossPercent, packetLossEndPercent)
  },
}
