import type { Quality } from '../issues/quality.ts'

/** Something that speaks for a quality, all episodes of one code together. */
export interface Evidence {
  code: string
  quality: Quality
  /** Part of a sentence that tells it; people in it as {@link personIn} writes them. */
  text: string
  /** Length in sum; 0 for moments. */
  seconds: number
  /** Possible causes, the likeliest first; empty when none is known. */
  causes: readonly EvidenceCause[]
}

/** A cause: an issue of the same participant, or of another. */
export interface EvidenceCause {
  code: string
  /** The other participant; null for the same one. */
  participantId: string | null
}
