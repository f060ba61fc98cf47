import { audioScore } from './audio-score.ts'
import { jitterBufferMs } from './jitter-buffer.ts'
import { isFlowing, type StreamInterval } from './stream-interval.ts'

/** Fewer packets than this (1 s of Opus frames of 20 ms) do not tell a loss from a mishap; during DTX there are fewer. */
const LEAST_PACKETS = 50

/** Opus sends at most 400 packets a second: what claims more losses than this was never counted. */
const MOST_LOST_PER_SECOND = 1000

/**
 * Below this the bitrate shows silence (DTX, or frames of silence with variable bitrate: 1 to 14 kbit/s in calls of
 * Chromium), not the codec's setting. RFC 7587 3.1.1: least for wideband speech.
 */
const SILENCE_BPS = 16_000

/** Packets lost of those expected, per cent; null when it was not reported or too few were expected to tell. */
function packetLossPercent({ from, to, grown, seconds }: StreamInterval): number | null {
  const received = grown('packetsReceived')
  if (received === null || from.packetsLost === null || to.packetsLost === null) return null
  const lost = Math.max(to.packetsLost - from.packetsLost, 0)
  if (received + lost < LEAST_PACKETS || lost > MOST_LOST_PER_SECOND * seconds) return null
  return (100 * lost) / (received + lost)
}

/** Samples that had to be made up audibly, per cent: what came too late leaves no trace in `packetsLost`. */
function concealedPercent({ grown }: StreamInterval): number {
  const total = grown('totalSamplesReceived') ?? 0
  const audible = (grown('concealedSamples') ?? 0) - (grown('silentConcealedSamples') ?? 0)
  return total > 0 ? (100 * Math.max(audible, 0)) / total : 0
}

/**
 * The audio score of one interval of a received stream; null when nothing can be said: too few packets, or a stream that
 * stopped or began in it (an outage is a finding of its own).
 * @param roundTripMs of the connection in that interval
 */
export function audioIntervalScore(interval: StreamInterval, roundTripMs: number): number | null {
  const lossPercent = packetLossPercent(interval)
  if (lossPercent === null || !isFlowing(interval)) return null
  const bytes = interval.grown('bytesReceived')
  const bitrateBps = bytes === null ? null : (8 * bytes) / interval.seconds
  return audioScore({
    lossPercent: Math.max(lossPercent, concealedPercent(interval)),
    roundTripMs,
    jitterBufferMs: jitterBufferMs(interval),
    bitrateBps,
    fec: (interval.grown('fecPacketsReceived') ?? 0) > 0,
    dtx: bitrateBps !== null && bitrateBps < SILENCE_BPS,
  })
}
