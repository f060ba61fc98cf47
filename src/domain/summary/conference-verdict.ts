import { badness, type Quality, type QualityVerdict, qualities, worseOf } from '../issues/quality.ts'
import { evidenceRank } from './evidence-rank.ts'

/** A quality is that of the whole call when it was so, or worse, for this share of the participants (inferred). */
const DECISIVE_SHARE = 0.25

const atLeastAsBad = (verdicts: readonly QualityVerdict[], quality: Quality) =>
  verdicts.filter(verdict => badness(verdict.quality) >= badness(quality))

const worstFirst = (one: QualityVerdict, other: QualityVerdict) =>
  badness(other.quality) - badness(one.quality) || evidenceRank(one.code ?? '') - evidenceRank(other.code ?? '')

/** A name at the beginning keeps its first letter. */
const inSentence = ({ reason, anonymousReason = reason }: QualityVerdict): string =>
  anonymousReason !== reason && anonymousReason.startsWith('Another participant') ? reason : lowerFirst(reason)

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/**
 * Verdict of a call as a whole: the worst quality that a quarter of its participants had, and at least fair when anybody's was
 * poor or bad. Its reason is that of whom it was worst for, causes before consequences. Null without participants to judge.
 * @param verdicts of the participants, without those that have none
 */
export function conferenceVerdict(verdicts: readonly QualityVerdict[]): QualityVerdict | null {
  const worst = verdicts.toSorted(worstFirst)[0]
  if (!worst || verdicts.length === 1) return worst ?? null
  const common = qualities.findLast(
    quality => atLeastAsBad(verdicts, quality).length >= DECISIVE_SHARE * verdicts.length,
  )
  const floor = badness(worst.quality) >= badness('poor') ? 'fair' : 'good'
  const quality = worseOf(common ?? 'good', floor)
  const affected = atLeastAsBad(verdicts, 'fair').length
  if (quality === 'good') return { quality, reason: goodReason(verdicts.length, affected), code: null }
  const troubled = (reason: string) => `${affected} of ${verdicts.length} participants had trouble: ${reason}`
  const { names, anonymousReason } = worst
  return {
    quality,
    reason: troubled(inSentence(worst)),
    code: worst.code,
    ...(names && { names }),
    ...(anonymousReason && { anonymousReason: troubled(lowerFirst(anonymousReason)) }),
  }
}

const goodReason = (all: number, affected: number) =>
  affected === 0
    ? `All ${all} participants had a good call.`
    : `${all - affected} of ${all} participants had a good call.`
