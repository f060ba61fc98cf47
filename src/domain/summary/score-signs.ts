import type { Quality } from '../issues/quality.ts'
import type { ScoreSummary } from '../scores/score-spread.ts'
import type { ParticipantScores } from './participant-scores.ts'
import type { Sign } from './sign.ts'

/** Less than this in sum below a line is chance (inferred: three intervals of 5 s). */
const LEAST_SECONDS = 15

/** Shares of the time below the lines of ScoreSpread that make heard audio bad, poor or fair (inferred). */
function audioQuality({ lowShare, veryLowShare, measuredSeconds }: ScoreSummary): Quality {
  if (lowShare * measuredSeconds < LEAST_SECONDS) return 'good'
  if (veryLowShare >= 0.5) return 'bad'
  if (veryLowShare >= 0.15 || lowShare >= 0.5) return 'poor'
  return lowShare >= 0.1 ? 'fair' : 'good'
}

/**
 * Lower lines than for audio, and never bad: the video model scores still content, screen sharing and efficient codecs too
 * low (videoScore).
 */
function videoQuality({ median, measuredSeconds }: ScoreSummary): Quality {
  if (measuredSeconds < 2 * LEAST_SECONDS || median >= 2.5) return 'good'
  return median < 2 ? 'poor' : 'fair'
}

const percent = (share: number) => `${Math.round(100 * share)} %`

/** What the scores of a participant speak for. */
export function scoreSigns({ audio, video }: Pick<ParticipantScores, 'audio' | 'video'>): Sign[] {
  const signs: Sign[] = []
  if (audio) {
    const quality = audioQuality(audio)
    const [share, word] = quality === 'bad' ? [audio.veryLowShare, 'bad'] : [audio.lowShare, 'poor']
    const text = `heard audio was ${word} for ${percent(share)} of the time`
    signs.push({ code: 'audio_score', quality, text, seconds: share * audio.measuredSeconds, causedBy: [] })
  }
  if (video) {
    const text = `seen video was poor, with a median score of ${video.median.toFixed(1)}`
    const seconds = video.measuredSeconds
    signs.push({ code: 'video_score', quality: videoQuality(video), text, seconds, causedBy: [] })
  }
  return signs
}
