/** Values of one series in intervals that are merged: the least and the most, in the order in which they occurred. */
export class Extremes {
  /** Of the first two intervals; NaN where it is not known. */
  readonly #first = [Number.NaN, Number.NaN]
  #least = Number.POSITIVE_INFINITY
  #most = Number.NEGATIVE_INFINITY
  #isLeastFirst = true

  /** @param place number of the interval among those that are merged */
  add(value: number, place: number): void {
    if (place < 2) this.#first[place] = value
    if (value < this.#least) {
      this.#least = value
      this.#isLeastFirst = false
    }
    if (value > this.#most) {
      this.#most = value
      this.#isLeastFirst = true
    }
  }

  /** As many values as intervals, at most two. */
  merged(intervals: number): number[] {
    if (intervals <= 2) return this.#first.slice(0, intervals)
    return this.#isLeastFirst ? [this.#least, this.#most] : [this.#most, this.#least]
  }
}
