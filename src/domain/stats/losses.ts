import type { StreamInterval } from './stream-interval.ts'

/** Received packets without those that were sent again, which belong to losses that are counted already (field-notes 5). */
function firstReceived({ rtp }: StreamInterval): number | null {
  if (rtp.packetsReceived === undefined) return null
  return Math.max(rtp.packetsReceived - (rtp.retransmittedPacketsReceived ?? 0), 0)
}

const percentOf = (lost: number, received: number, minPackets: number): number | null =>
  lost + received < minPackets ? null : (100 * lost) / (lost + received)

/** Packets lost of those expected, %; null when it was not reported or too few were expected to tell. */
export function inboundLossPercent(interval: StreamInterval, minPackets: number): number | null {
  const received = firstReceived(interval)
  if (received === null || interval.rtp.packetsLost === undefined) return null
  return percentOf(interval.rtp.packetsLost, received, minPackets)
}

/** The same as the other side told it by RTCP, against what was sent in as much time. */
export function remoteLossPercent({ remote, rtp, seconds }: StreamInterval, minPackets: number): number | null {
  if (!remote || rtp.packetsSent === undefined || remote.deltas.packetsLost === undefined) return null
  const sent = (Math.max(rtp.packetsSent - (rtp.retransmittedPacketsSent ?? 0), 0) * remote.seconds) / seconds
  const lost = Math.min(Math.max(remote.deltas.packetsLost, 0), sent)
  return percentOf(lost, sent - lost, minPackets)
}

/** Samples made up audibly for such that did not come in time, of all samples, %; null when that cannot be told. */
export function concealedPercent({ rtp }: StreamInterval, minSamples: number): number | null {
  const { concealedSamples, silentConcealedSamples, totalSamplesReceived } = rtp
  if (concealedSamples === undefined || silentConcealedSamples === undefined) return null
  if (totalSamplesReceived === undefined || totalSamplesReceived < minSamples) return null
  const audible = Math.max(concealedSamples - silentConcealedSamples, 0)
  return audible > totalSamplesReceived ? null : (100 * audible) / totalSamplesReceived
}
