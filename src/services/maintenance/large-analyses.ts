import { LRUCache } from 'lru-cache'
import type { CallAnalyser } from '../../domain/analysis/call-analyser.ts'
import type { SavedTallies } from '../../domain/summary/participant-tallies.ts'

/** Analyses of at least so many characters of JSON are kept: smaller ones are read anew in a few ms. */
const LARGE = 256 * 1024

/** Characters of JSON of all that are kept. */
const MAX_KEPT = 64 * 1024 * 1024

/** Characters of JSON that are saved of a call each second, on average: making and storing 10 million holds requests up for 0.1 s. */
const SAVED_PER_SECOND = 100_000

/** What was saved of an analysis last. */
interface Saved {
  /** As PostgreSQL prints it. */
  position: string
  /** By performance.now(). */
  at: number
  /** Characters of JSON. */
  length: number
}

/** The analysis of a call as this process left it. */
export interface KeptAnalysis {
  analyser: CallAnalyser
  scores: SavedTallies
  /** Events received up to here are taken in. */
  position: string
  saved: Saved
}

/**
 * Analyses of large calls that are under way, which are neither read nor saved with every step. What is lost with the process,
 * another one reads again from the events since they were saved.
 */
export class LargeAnalyses {
  readonly #kept = new LRUCache<string, KeptAnalysis>({
    maxSize: MAX_KEPT,
    sizeCalculation: ({ saved }) => saved.length,
  })

  /** Hands an analysis out, for a step that keeps it again if it succeeds. */
  take(conferenceId: string): KeptAnalysis | undefined {
    const kept = this.#kept.get(conferenceId)
    this.#kept.delete(conferenceId)
    return kept
  }

  keep(conferenceId: string, analysis: KeptAnalysis): void {
    if (isLarge(analysis.saved.length)) this.#kept.set(conferenceId, analysis)
  }
}

/** Whether an analysis that takes so many characters may have come further than what was saved. */
export const isLarge = (length: number): boolean => length >= LARGE

/** Whether an analysis is to be saved again. */
export const isDue = ({ saved: { at, length } }: KeptAnalysis): boolean =>
  ((performance.now() - at) / 1000) * SAVED_PER_SECOND >= length
