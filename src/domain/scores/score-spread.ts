import { bounded } from './bounded.ts'

/**
 * Below this audio is less than good: Twilio's tag `low_mos`. Below {@link VERY_LOW_SCORE} it is bad: default of Twilio's
 * SDK (field-notes 3.3; the two bands together are inferred, 3.2).
 */
const LOW_SCORE = 3.5
const VERY_LOW_SCORE = 3

/** Distribution of scores over time. */
export interface ScoreSummary {
  /** For half of the time the score was this or lower, to 0.01. */
  median: number
  /** For a tenth of the time the score was this or lower, to 0.01. */
  percentile10: number
  /** Share of the time below 3.5, 0 to 1. */
  lowShare: number
  /** Share of the time below 3.0, 0 to 1. */
  veryLowShare: number
  /** Share of the time below 3.5 in which delay took more from the score than anything else, 0 to 1; absent for none. */
  delayShare?: number
  /** Time that was scored, seconds; streams heard at once count each. */
  measuredSeconds: number
}

/** Steps of 0.01 from 1 to 5. */
const STEPS = 401
const stepOf = (score: number) => Math.round((bounded(score, 1, 5, 1) - 1) * 100)
const scoreOf = (step: number) => (100 + step) / 100

/** A spread as plain JSON. */
export interface SavedSpread {
  /** Seconds of each score that occurred, by its step. */
  steps: [step: number, seconds: number][]
  seconds: number
  low: number
  veryLow: number
  lowByDelay: number
}

/** Scores weighted by the time they stand for, in constant memory. */
export class ScoreSpread {
  readonly #secondsAt = new Float64Array(STEPS)
  #seconds = 0
  #low = 0
  #veryLow = 0
  #lowByDelay = 0

  /** @param byDelay delay took more from the score than anything else */
  add(score: number, seconds: number, byDelay = false): void {
    if (!Number.isFinite(score) || !(seconds > 0) || !Number.isFinite(seconds)) return
    const step = stepOf(score)
    this.#secondsAt[step] = (this.#secondsAt[step] ?? 0) + seconds
    this.#seconds += seconds
    if (score < LOW_SCORE) this.#low += seconds
    if (score < LOW_SCORE && byDelay) this.#lowByDelay += seconds
    if (score < VERY_LOW_SCORE) this.#veryLow += seconds
  }

  /** Continues where {@link save} left off. */
  static restore({ steps, seconds, low, veryLow, lowByDelay }: SavedSpread): ScoreSpread {
    const spread = new ScoreSpread()
    for (const [step, secondsAt] of steps) spread.#secondsAt[step] = secondsAt
    spread.#seconds = seconds
    spread.#low = low
    spread.#veryLow = veryLow
    spread.#lowByDelay = lowByDelay
    return spread
  }

  save(): SavedSpread {
    return {
      steps: [...this.#secondsAt.entries()].filter(([, seconds]) => seconds > 0),
      seconds: this.#seconds,
      low: this.#low,
      veryLow: this.#veryLow,
      lowByDelay: this.#lowByDelay,
    }
  }

  /** Null when nothing was scored. */
  summary(): ScoreSummary | null {
    if (this.#seconds === 0) return null
    return {
      median: this.#percentile(0.5),
      percentile10: this.#percentile(0.1),
      lowShare: this.#low / this.#seconds,
      veryLowShare: this.#veryLow / this.#seconds,
      ...(this.#lowByDelay > 0 && { delayShare: this.#lowByDelay / this.#low }),
      measuredSeconds: this.#seconds,
    }
  }

  #percentile(share: number): number {
    let seconds = 0
    const step = this.#secondsAt.findIndex(here => {
      seconds += here
      return seconds >= share * this.#seconds - 1e-9
    })
    return scoreOf(step < 0 ? STEPS - 1 : step)
  }
}
