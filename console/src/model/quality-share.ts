import { text } from '../text/text.ts'
import { qualityNames } from './calls-view.ts'
import type { QualityCounts } from './participant.ts'
import { count } from './units.ts'

/** How many calls were how: "3 good, 2 poor". */
export const countsText = (counts: QualityCounts): string =>
  qualityNames
    .filter(quality => counts[quality] > 0)
    .map(quality => `${count(counts[quality])}\u00a0${text.qualityInSentence[quality]}`)
    .join(', ')

/** How often it went wrong: "4 of 5 poor or bad"; "not judged" where nothing was. */
export function troubleText(counts: QualityCounts): string {
  const judged = counts.good + counts.fair + counts.poor + counts.bad
  if (judged === 0) return text.qualityInSentence.unjudged
  const trouble = [
    ...(counts.poor > 0 || counts.bad === 0 ? [text.qualityInSentence.poor] : []),
    ...(counts.bad > 0 ? [text.qualityInSentence.bad] : []),
  ]
  return text.participants.trouble(count(counts.poor + counts.bad), count(judged), trouble)
}
