import { audioScore } from '../../scores/audio-score.ts'
import { roundTripMs } from '../../stats/round-trip.ts'
import type { StreamInterval } from '../../stats/stream-interval.ts'
import { sustained } from '../spells/life.ts'
import type { Thresholds } from '../thresholds.ts'
import { concealedPercent } from './audio-concealment.ts'
import { below, type StreamDetector, type StreamScene } from './detector.ts'
import { inboundLossPercent } from './high-packet-loss.ts'

/**
 * Below this the bitrate, bit/s, shows silence (DTX, or frames of silence: 1 to 14 kbit/s in calls of Chromium), not the
 * codec's setting. RFC 7587 3.1.1: least for wideband speech.
 */
const SILENCE_BPS = 16_000

/** Mean wait of what was played in the jitter buffer, ms; 0 when not reported. */
const jitterBufferMs = ({ rtp }: StreamInterval) =>
  rtp.jitterBufferEmittedCount ? (1000 * (rtp.jitterBufferDelay ?? 0)) / rtp.jitterBufferEmittedCount : 0

/** Null without packets enough: an outage is a finding of its own. Without word of FEC it is not assumed to be missing. */
function scoreOf(interval: StreamInterval, { pair, intervals, thresholds }: StreamScene): number | null {
  const lossPercent = inboundLossPercent(interval, thresholds.leastPackets)
  const { bytesReceived, packetsReceived = 0, fecPacketsReceived } = interval.rtp
  if (lossPercent === null || packetsReceived < thresholds.leastPackets) return null
  const bitrateBps = bytesReceived === undefined ? null : (8 * bytesReceived) / interval.seconds
  return audioScore({
    lossPercent: Math.max(lossPercent, concealedPercent(interval, thresholds.leastSamples) ?? 0),
    roundTripMs: roundTripMs(pair, intervals) ?? 0,
    jitterBufferMs: jitterBufferMs(interval),
    bitrateBps,
    fec: fecPacketsReceived === undefined || fecPacketsReceived > 0,
    dtx: bitrateBps !== null && bitrateBps < SILENCE_BPS,
  })
}

const scoreBelow =
  (lineOf: (thresholds: Thresholds) => number): StreamDetector['judge'] =>
  (interval, scene) => {
    const score = scoreOf(interval, scene)
    return score === null ? null : below(score, lineOf(scene.thresholds))
  }

const shape = { ofPeople: true, unit: '', worse: 'low', life: sustained, streams: ['inbound-audio'] } as const

/** Our score of heard audio, in 3 of 5 intervals. */
export const lowAudioScore: StreamDetector = {
  ...shape,
  code: 'low_audio_score',
  yieldsTo: 'very_low_audio_score',
  judge: scoreBelow(({ audioScore }) => audioScore),
}

export const veryLowAudioScore: StreamDetector = {
  ...shape,
  code: 'very_low_audio_score',
  judge: scoreBelow(({ veryLowAudioScore }) => veryLowAudioScore),
}
