const FIRST_MS = 100
const MAX_MS = 10_000

/** A process that ran this long before it ended is no part of a series of failures, ms. */
const SOUND_MS = 30_000

/**
 * Delay before a process that ended by itself is started again, ms: a short while the first time, twice as
 * long each time it ends soon again.
 */
export class RestartDelay {
  #failures = 0

  /** @param ranMs how long the process had run */
  after(ranMs: number): number {
    if (ranMs >= SOUND_MS) this.#failures = 0
    return Math.min(FIRST_MS * 2 ** this.#failures++, MAX_MS)
  }
}
