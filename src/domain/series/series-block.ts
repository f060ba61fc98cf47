import type { PairSeen } from './pair-seen.ts'
import type { SeriesMetric } from './series-metric.ts'
import type { SeriesPoint, StreamPoint } from './series-point.ts'

/** One number over the intervals of a block; NaN where it is not known. */
export interface Column {
  metric: SeriesMetric
  /** StreamReport.key; empty for a number of the connection. */
  stream: string
  values: number[]
}

/** Time in which a candidate pair was selected. */
export interface PairSpan extends PairSeen {
  /** End of the first and of the last interval in which it was seen, ms since the epoch. */
  from: number
  until: number
}

/** Some intervals of one connection that follow each other, column by column: a number takes no more than its bytes. */
export interface SeriesColumns {
  /** Ends of the intervals, ms since the epoch, and their lengths, ms. */
  readonly ends: readonly number[]
  readonly lengths: readonly number[]
  readonly columns: ReadonlyMap<string, Column>
  /** MediaStreamTrack.id by stream, the last one that was seen. */
  readonly tracks: ReadonlyMap<string, string>
  readonly pairs: readonly PairSpan[]
}

/** Intervals that are collected. */
export class SeriesBlock implements SeriesColumns {
  readonly ends: number[] = []
  readonly lengths: number[] = []
  readonly columns = new Map<string, Column>()
  readonly tracks = new Map<string, string>()
  readonly pairs: PairSpan[] = []

  get length(): number {
    return this.ends.length
  }

  add({ end, lengthMs, values, streams, pair }: SeriesPoint): void {
    this.ends.push(end)
    this.lengths.push(lengthMs)
    this.#addValues({ key: '', values })
    for (const stream of streams) {
      if (stream.trackIdentifier) this.tracks.set(stream.key, stream.trackIdentifier)
      this.#addValues(stream)
    }
    for (const { values: column } of this.columns.values()) if (column.length < this.length) column.push(Number.NaN)
    if (pair) addPair(this.pairs, { ...pair, from: end, until: end })
  }

  #addValues({ key, values }: Pick<StreamPoint, 'key' | 'values'>): void {
    for (const [name, value] of Object.entries(values)) {
      if (value === null || value === undefined) continue
      this.#column(name as SeriesMetric, key).push(value)
    }
  }

  /** The column of a number as long as the intervals before the last. */
  #column(metric: SeriesMetric, stream: string): number[] {
    const name = `${metric} ${stream}`
    const known = this.columns.get(name)
    if (known) return known.values
    const values = Array.from({ length: this.length - 1 }, () => Number.NaN)
    this.columns.set(name, { metric, stream, values })
    return values
  }
}

/** Adds a span to those before it; the same pair goes on. */
export function addPair(pairs: PairSpan[], next: PairSpan): void {
  const last = pairs.at(-1)
  if (last?.id === next.id) last.until = next.until
  else pairs.push({ ...next })
}
