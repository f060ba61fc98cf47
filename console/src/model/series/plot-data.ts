import type { Line } from './graphs.ts'
import type { ConnectionSeries } from './series.ts'

/** Columns of a plot: moments in ms since the call began, then the values of each line. */
export interface PlotData {
  times: number[]
  values: (number | null)[][]
}

/** Room for the clock: an interval that begins so little after the one before is no gap, ms. */
const SLACK_MS = 50

/** Where nothing was reported between two intervals, the lines have a gap. */
export function plotData({ ends, lengths }: ConnectionSeries, lines: readonly Line[], startedAt: number): PlotData {
  const times: number[] = []
  const values: (number | null)[][] = lines.map(() => [])
  for (const [index, end] of ends.entries()) {
    const begin = end - (lengths[index] ?? 0)
    const before = ends[index - 1]
    if (before !== undefined && begin - before > SLACK_MS) {
      times.push(before + 1 - startedAt)
      for (const column of values) column.push(null)
    }
    times.push(end - startedAt)
    for (const [line, column] of values.entries()) column.push(lines[line]?.values[index] ?? null)
  }
  return { times, values }
}

/** Places of the values with none before and none after them: no line leads to these. */
export const lonePlaces = (values: readonly (number | null)[]): number[] =>
  values.flatMap((value, index) =>
    value !== null && (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null ? [index] : [],
  )

/** Least and most of a line; undefined where nothing is known. */
export function rangeOf(values: readonly (number | null)[]): [number, number] | undefined {
  const known = values.filter(value => value !== null)
  return known.length === 0 ? undefined : [Math.min(...known), Math.max(...known)]
}
