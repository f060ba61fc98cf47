import { causalRank } from '../issues/issue-kind.ts'

/** Scores stand before the findings that they raise, and after what explains them. */
const SCORE_RANK = causalRank('very_low_audio_score') - 0.5

/** Place in the order of causes: what may come of others stands after them. */
export const evidenceRank = (code: string): number =>
  code === 'audio_score' || code === 'video_score' ? SCORE_RANK : causalRank(code)
