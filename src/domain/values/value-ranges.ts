/** A range of values in a chart, upper bound excluded; null: without end. */
export interface ValueRange {
  label: string
  from: number
  to: number | null
}

/** The ranges between bounds, the first from 0, the last without end. `scale` is what a bound is divided by in a label. */
function rangesBetween(bounds: readonly number[], unit: string, scale = 1): ValueRange[] {
  const text = (value: number) => String(value / scale)
  return [0, ...bounds].map((from, index) => {
    const to = bounds[index] ?? null
    if (to === null) return { label: `> ${text(from)} ${unit}`, from, to }
    return { label: index === 0 ? `< ${text(to)} ${unit}` : `${text(from)} - ${text(to)} ${unit}`, from, to }
  })
}

/** Durations of conferences, in seconds. */
export const durationRanges = rangesBetween(
  [1, 3, 5, 10, 15, 20, 25, 30, 40, 50, 60].map(minutes => minutes * 60),
  'm',
  60,
)

/** Setup times of connections, in ms. */
export const setupTimeRanges = rangesBetween([250, 500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000], 'ms')
