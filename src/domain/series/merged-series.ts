import { Extremes } from './extremes.ts'
import { addPair, type PairSpan, type SeriesColumns } from './series-block.ts'
import type { SeriesMetric } from './series-metric.ts'

/** One number of a stream or connection over time. */
interface Series {
  metric: SeriesMetric
  /** StreamReport.key; empty for a number of the connection. */
  stream: string
  /** MediaStreamTrack.id of what the stream carried last; null when not known. */
  trackIdentifier: string | null
  /** NaN where it is not known. */
  values: number[]
}

/** Time series of a connection, in no more points than were asked for. */
export interface ConnectionSeries {
  /** Ends, ms since the epoch, and lengths, ms. */
  ends: number[]
  lengths: number[]
  series: Series[]
  pairs: PairSpan[]
  omittedStreamCount: number
}

/** A span of time, ms since the epoch; its end is not in it. */
export interface Span {
  from: number
  to: number
}

/** Streams of a connection that are shown: a grid of 49 people has half as many. */
const MAX_STREAMS = 200

/** Intervals that are merged. */
interface Slot {
  number: number
  start: number
  ends: number[]
  lengths: number[]
  count: number
  columns: Map<string, Extremes>
}

interface MergedColumn {
  metric: SeriesMetric
  stream: string
  /** Point at which the values begin. */
  begin: number
  values: number[]
  /** Intervals with a value. */
  known: number
}

/**
 * Takes in the intervals of one connection block by block, in order of time, and merges those that lie so close together
 * that a graph does not tell them apart: two points with the least and the most of each series, in the order in which they
 * occurred. Holds points only, however long the call.
 */
export class MergedSeries {
  readonly #span: Span
  readonly #wanted: Span
  readonly #slotCount: number
  readonly #ends: number[] = []
  readonly #lengths: number[] = []
  readonly #columns = new Map<string, MergedColumn>()
  readonly #tracks = new Map<string, string>()
  readonly #pairs: PairSpan[] = []
  #slot: Slot | null = null

  /**
   * @param wanted where intervals must end
   * @param span in which most of them are expected to
   * @param maxPoints 2 or more
   */
  constructor(wanted: Span, span: Span, maxPoints: number) {
    this.#wanted = wanted
    this.#span = span
    this.#slotCount = Math.floor(maxPoints / 2)
  }

  add(block: SeriesColumns): void {
    for (const [row, end] of block.ends.entries()) {
      if (end < this.#wanted.from || end >= this.#wanted.to) continue
      const slot = this.#slotOf(end, block.lengths[row] ?? 0)
      for (const [name, { metric, stream, values }] of block.columns) {
        const value = values[row] ?? Number.NaN
        if (Number.isNaN(value)) continue
        this.#column(name, metric, stream).known++
        const extremes = slot.columns.get(name) ?? new Extremes()
        slot.columns.set(name, extremes)
        extremes.add(value, slot.count)
      }
      slot.count++
    }
    for (const [stream, track] of block.tracks) this.#tracks.set(stream, track)
    for (const pair of block.pairs) {
      if (pair.until >= this.#wanted.from && pair.from < this.#wanted.to) addPair(this.#pairs, pair)
    }
  }

  result(): ConnectionSeries {
    this.#closeSlot()
    const shown = this.#shownStreams()
    const series = [...this.#columns.values()]
      .filter(({ stream }) => stream === '' || shown.has(stream))
      .sort((a, b) => compare(a.stream, b.stream))
      .map(({ metric, stream, begin, values }) => ({
        metric,
        stream,
        trackIdentifier: this.#tracks.get(stream) ?? null,
        values: [...unknown(begin), ...values, ...unknown(this.#ends.length - begin - values.length)],
      }))
    const streams = new Set([...this.#columns.values()].map(({ stream }) => stream).filter(Boolean))
    const omittedStreamCount = streams.size - shown.size
    return { ends: this.#ends, lengths: this.#lengths, series, pairs: this.#pairs, omittedStreamCount }
  }

  #slotOf(end: number, lengthMs: number): Slot {
    const number = this.#slotNumber(end)
    if (this.#slot && this.#slot.number !== number) this.#closeSlot()
    this.#slot ??= { number, start: end - lengthMs, ends: [], lengths: [], count: 0, columns: new Map() }
    // Of more than two no more than the first and the last matter.
    const place = Math.min(this.#slot.count, 1)
    this.#slot.ends[place] = end
    this.#slot.lengths[place] = lengthMs
    return this.#slot
  }

  #slotNumber(end: number): number {
    const { from, to } = this.#span
    const number = Math.floor((this.#slotCount * (end - from)) / Math.max(to - from, 1))
    return Math.min(Math.max(number, 0), this.#slotCount - 1)
  }

  #closeSlot(): void {
    if (!this.#slot) return
    const { start, ends, lengths, count, columns } = this.#slot
    for (const [name, extremes] of columns) {
      const column = this.#columns.get(name)
      if (!column) continue
      if (column.values.length === 0) column.begin = this.#ends.length
      column.values.push(...unknown(this.#ends.length - column.begin - column.values.length), ...extremes.merged(count))
    }
    const last = ends.at(-1) ?? start
    const middle = Math.round((start + last) / 2)
    this.#ends.push(...(count > 2 ? [middle, last] : ends))
    this.#lengths.push(...(count > 2 ? [middle - start, last - middle] : lengths))
    this.#slot = null
  }

  #column(name: string, metric: SeriesMetric, stream: string): MergedColumn {
    const known = this.#columns.get(name)
    if (known) return known
    const column = { metric, stream, begin: 0, values: [], known: 0 }
    this.#columns.set(name, column)
    return column
  }

  /** Those with the most intervals. */
  #shownStreams(): ReadonlySet<string> {
    const known = new Map<string, number>()
    for (const { stream, known: count } of this.#columns.values()) {
      if (stream !== '') known.set(stream, Math.max(known.get(stream) ?? 0, count))
    }
    const most = [...known].sort(([, one], [, other]) => other - one).slice(0, MAX_STREAMS)
    return new Set(most.map(([stream]) => stream))
  }
}

const unknown = (count: number): number[] => new Array<number>(count).fill(Number.NaN)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
