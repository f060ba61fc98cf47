import { audioIntervalScore } from '../../scores/audio-interval-score.ts'
import { lastRoundTripMs } from '../../stats/round-trip.ts'
import { sustained } from '../episodes/raise-rule.ts'
import { below, type StreamDetector } from './detector.ts'

const shape = { ofPeople: true, unit: '', worse: 'low', raiseRule: sustained, streams: ['inbound-audio'] } as const

/** Our score of heard audio, in 3 of 5 intervals. */
export const lowAudioScore: StreamDetector = {
  ...shape,
  code: 'low_audio_score',
  suppressedBy: 'very_low_audio_score',
  judge(interval, { pair, intervals, thresholds }) {
    const scored = audioIntervalScore(interval, lastRoundTripMs(pair, intervals))
    return scored && below(scored.score, thresholds.audioScore)
  },
}

/** The same, so low that people can hardly follow: delay alone makes them talk over each other, no more. */
export const veryLowAudioScore: StreamDetector = {
  ...shape,
  code: 'very_low_audio_score',
  judge(interval, { pair, intervals, thresholds: { veryLowAudioScore: line } }) {
    const scored = audioIntervalScore(interval, lastRoundTripMs(pair, intervals))
    if (!scored) return null
    const { coding, loss, delay } = scored.impairments
    return below(delay > coding + loss ? Math.max(scored.score, line) : scored.score, line)
  },
}
