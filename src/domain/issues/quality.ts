/** Qualities of a call for those in it, best first. */
export const qualities = ['good', 'fair', 'poor', 'bad'] as const
export type Quality = (typeof qualities)[number]

/** One judgement with its reason. */
export interface QualityVerdict {
  quality: Quality
  /** One sentence for people; a cause stands before what came of it. */
  reason: string
  /** Code of the finding or issue that the reason begins with, `audio_score` or `video_score`; null when it is good. */
  code: string | null
  /** Ids of participants whom the reason names; absent when it names nobody. */
  names?: string[]
  /** The reason without their names. */
  anonymousReason?: string
}

/** 0 for good to 3 for bad. */
export const badness = (quality: Quality): number => qualities.indexOf(quality)

export const worseOf = (one: Quality, other: Quality): Quality => (badness(one) > badness(other) ? one : other)

export const milderOf = (one: Quality, other: Quality): Quality => (badness(one) > badness(other) ? other : one)
