import { milderOf, type Quality } from '../issues/quality.ts'
import type { ScoreSummary } from '../scores/score-spread.ts'
import type { Evidence } from './evidence.ts'
import type { ParticipantScores } from './participant-scores.ts'

/** Less than this in sum below a line is chance (inferred: three intervals of 5 s). */
const MIN_SECONDS = 15

/** Shares of the time below the lines of ScoreSpread that make heard audio bad, poor or fair (inferred). */
function audioQuality(scores: ScoreSummary): Quality {
  const { lowShare, veryLowShare, measuredSeconds } = scores
  if (lowShare * measuredSeconds < MIN_SECONDS) return 'good'
  // Late audio makes people talk over each other; what is said can be understood.
  if (veryLowShare >= 0.5) return isLate(scores) ? 'poor' : 'bad'
  if (veryLowShare >= 0.15 || lowShare >= 0.5) return 'poor'
  return lowShare >= 0.1 ? 'fair' : 'good'
}

/** Delay is what took most from the low scores. */
const isLate = ({ delayShare = 0 }: ScoreSummary) => delayShare > 0.5

/**
 * Lower lines than for audio, and never bad: the video model scores still content, screen sharing and efficient codecs too
 * low (videoScore).
 */
function videoQuality({ median, measuredSeconds }: ScoreSummary): Quality {
  if (measuredSeconds < 2 * MIN_SECONDS || median >= 2.5) return 'good'
  return median < 2 ? 'poor' : 'fair'
}

const percent = (share: number) => `${Math.round(100 * share)} %`

function audioEvidence(audio: ScoreSummary): Evidence {
  const quality = audioQuality(audio)
  const [share, word] = quality === 'bad' ? [audio.veryLowShare, 'bad'] : [audio.lowShare, 'poor']
  const text = isLate(audio)
    ? `heard audio came late for ${percent(audio.lowShare)} of the time`
    : `heard audio was ${word} for ${percent(share)} of the time`
  return { code: 'audio_score', quality, text, seconds: share * audio.measuredSeconds, causes: [] }
}

/** Few bits may be by design: a shared page, a dark room. They are harm where something is found that takes them away. */
function videoEvidence(video: ScoreSummary, isExplained: boolean): Evidence {
  const text = `seen video was poor, with a median score of ${video.median.toFixed(1)}`
  const quality = milderOf(videoQuality(video), isExplained ? 'bad' : 'good')
  return { code: 'video_score', quality, text, seconds: video.measuredSeconds, causes: [] }
}

/** Evidence that the scores of a participant give. @param isVideoExplained something was found that spoils video */
export const scoreEvidence = (
  { audio, video }: Pick<ParticipantScores, 'audio' | 'video'>,
  isVideoExplained: boolean,
): Evidence[] => [...(audio ? [audioEvidence(audio)] : []), ...(video ? [videoEvidence(video, isVideoExplained)] : [])]
