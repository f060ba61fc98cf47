import type { Quality } from '../issues/quality.ts'

/** Something that speaks for a quality, all episodes of one code together. */
export interface Evidence {
  code: string
  quality: Quality
  /** What happened, as part of a sentence; people in it as {@link personIn} writes them. */
  text: string
  /** How long in sum; 0 for moments. */
  seconds: number
  /** What it may come of, the likeliest first; empty when nothing is known. */
  causes: readonly EvidenceCause[]
}

/** What something comes of: something of the same participant, or of another. */
export interface EvidenceCause {
  code: string
  /** The other participant; null for the same one. */
  participantId: string | null
}
