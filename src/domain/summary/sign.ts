import type { Quality } from '../issues/quality.ts'

/** Something that speaks for a quality, all spells of one code together. */
export interface Sign {
  code: string
  quality: Quality
  /** What happened, as part of a sentence. */
  text: string
  /** How long in sum; 0 for moments. */
  seconds: number
  /** Codes of what it may come of, the likeliest first; empty when nothing is known. */
  causedBy: readonly string[]
}
