/** Budget of events on a connection, or of a client: so many at once, and so many per second. */
export class EventBudget {
  readonly #burst: number
  readonly #perSecond: number
  readonly #earned: () => number
  #left: number
  #refilledAt = performance.now()
  #counted = 0

  /** @param earned how much was earned otherwise, ever */
  constructor(burst: number, perSecond: number, earned: () => number = () => 0) {
    this.#burst = burst
    this.#perSecond = perSecond
    this.#earned = earned
    this.#left = burst
  }

  /** @returns whether there was one left */
  spend(): boolean {
    if (this.isSpent) return false
    this.#left--
    return true
  }

  /** Counts an event that has happened already: what is spent beyond the budget, up to a burst, is to be earned first. */
  charge(): void {
    this.#refill()
    this.#left = Math.max(-this.#burst, this.#left - 1)
  }

  get isSpent(): boolean {
    if (this.#left < 1) this.#refill()
    return this.#left < 1
  }

  #refill(): void {
    const now = performance.now()
    const earned = this.#earned()
    const more = ((now - this.#refilledAt) / 1000) * this.#perSecond + earned - this.#counted
    this.#left = Math.min(this.#burst, this.#left + more)
    this.#refilledAt = now
    this.#counted = earned
  }
}
