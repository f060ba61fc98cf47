import { concealedPercent, inboundLossPercent } from '../stats/losses.ts'
import { playoutDelay } from '../stats/playout.ts'
import { isFlowing, type StreamInterval } from '../stats/stream-interval.ts'
import { type AudioImpairments, type AudioScoreInput, audioImpairments, scoreOfImpairments } from './audio-score.ts'

/** Fewer packets than this (0.6 s of Opus frames of 20 ms) do not tell a loss from a mishap; during DTX there are fewer. */
const MIN_PACKETS = 30

/** Samples that an interval must have to tell of concealment. ObserveRTC: 24,000 (half a second at 48 kHz). */
const MIN_SAMPLES = 24_000

/**
 * Below this the bitrate, bit/s, shows silence (DTX, or frames of silence with variable bitrate: 1 to 14 kbit/s in calls
 * of Chromium), not the codec's setting. RFC 7587 3.1.1: least for wideband speech.
 */
const SILENCE_BPS = 16_000

/** The audio score of one interval, and what it is made of. */
export interface AudioIntervalScore {
  score: number
  impairments: AudioImpairments
}

/**
 * Audible loss. Where concealment is reported it is that: FEC, RED and retransmissions repair the rest, and
 * what comes too late leaves no trace in `packetsLost`. Else lost packets; without word of FEC it is not taken to be
 * missing, as browsers offer Opus with it.
 */
function audibleLoss(interval: StreamInterval): Pick<AudioScoreInput, 'lossPercent' | 'fec'> | null {
  const concealed = concealedPercent(interval, MIN_SAMPLES)
  if (concealed !== null) return { lossPercent: concealed, fec: false }
  const lossPercent = inboundLossPercent(interval, MIN_PACKETS)
  const { fecPacketsReceived } = interval.rtp
  return lossPercent === null ? null : { lossPercent, fec: fecPacketsReceived === undefined || fecPacketsReceived > 0 }
}

/** Delay by the network, ms: what the application asked for on top (`jitterBufferTarget`) is no fault. */
function bufferMs(interval: StreamInterval): number {
  const delay = playoutDelay(interval)
  return delay ? Math.min(delay.total, delay.network ?? delay.total) : 0
}

/**
 * The audio score of one interval of a received stream, for rules and summary alike; null when nothing can be said: too
 * few packets, or a stream that stopped or began in it (an outage is a finding of its own).
 * @param roundTripMs of the connection in that interval
 */
export function audioIntervalScore(interval: StreamInterval, roundTripMs: number): AudioIntervalScore | null {
  const loss = audibleLoss(interval)
  const { packetsReceived = 0, bytesReceived } = interval.rtp
  if (!loss || packetsReceived < MIN_PACKETS || !isFlowing(interval)) return null
  const bitrateBps = bytesReceived === undefined ? null : (8 * bytesReceived) / interval.seconds
  const impairments = audioImpairments({
    ...loss,
    roundTripMs,
    jitterBufferMs: bufferMs(interval),
    bitrateBps,
    dtx: bitrateBps !== null && bitrateBps < SILENCE_BPS,
  })
  return { score: scoreOfImpairments(impairments), impairments }
}
