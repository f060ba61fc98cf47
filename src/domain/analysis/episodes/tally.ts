/** Values of an episode: how many, the worst, and enough of them for a median. */
export interface Tally {
  count: number
  worst: number
  /** Every `stride`-th value. */
  kept: number[]
  stride: number
}

/** Values kept at most, so that a day-long episode stays small. */
const MAX_KEPT = 256

export function tallied(tally: Tally | null, value: number, worse: 'high' | 'low'): Tally {
  if (!tally) return { count: 1, worst: value, kept: [value], stride: 1 }
  const worst = worse === 'high' ? Math.max(tally.worst, value) : Math.min(tally.worst, value)
  const kept = tally.count % tally.stride === 0 ? [...tally.kept, value] : tally.kept
  const isFull = kept.length > MAX_KEPT
  return {
    count: tally.count + 1,
    worst,
    kept: isFull ? kept.filter((_, index) => index % 2 === 0) : kept,
    stride: isFull ? tally.stride * 2 : tally.stride,
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return (low + high) / 2
}
