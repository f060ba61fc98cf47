import type { CallsView } from '../calls-view.ts'
import { type DateFormats, readerDates } from '../dates.ts'
import type { Column, Part } from './charts.ts'

export type BucketName = 'day' | 'hour'

const HOUR = 60 * 60 * 1000

/** Hours for periods of up to two days. */
export const bucketOf = (from: number, to: number): BucketName => (to - from <= 48 * HOUR ? 'hour' : 'day')

/** Counts of one day or hour, by key. */
export interface TimeCounts {
  /** Begin, ms since the epoch. */
  at: number
  counts: Readonly<Record<string, number>>
}

interface TimeColumnsInput {
  buckets: readonly TimeCounts[]
  bucket: BucketName
  /** Period shown, ms since the epoch. */
  from: number
  to: number
  /** From the ground up. */
  keys: readonly { key: string; label: string; view: CallsView }[]
  /** Filters that the links keep. */
  view: CallsView
}

/** A column for every day or hour of the period, those without calls too. */
export function timeColumns(input: TimeColumnsInput, dates: DateFormats = readerDates): Column[] {
  const { buckets, bucket, from, to, keys, view } = input
  const counts = new Map(buckets.map(({ at, counts: known }) => [at, known]))
  const begins = beginsOf(bucket, from, to)
  return begins.map((at, index) => {
    const period = {
      from: new Date(at).toISOString(),
      to: new Date(begins[index + 1] ?? nextOf(bucket, at)).toISOString(),
    }
    const { last: _last, ...kept } = view
    const parts = keys.map(
      ({ key, label, view: own }): Part => ({
        key,
        label,
        value: counts.get(at)?.[key] ?? 0,
        view: { ...kept, ...period, ...own },
      }),
    )
    const [weekday, day, month] = dates.day(at).replace(',', '').split(' ')
    return bucket === 'hour'
      ? { key: String(at), label: dates.time(at), name: `${dates.time(at)}, ${weekday} ${day} ${month}`, parts }
      : { key: String(at), label: `${day} ${month}`, name: `${weekday} ${day} ${month}`, parts }
  })
}

/** Begins of the days or hours of a period, in the reader's zone. */
function beginsOf(bucket: BucketName, from: number, to: number): number[] {
  const first = new Date(from)
  if (bucket === 'hour') first.setMinutes(0, 0, 0)
  else first.setHours(0, 0, 0, 0)
  const begins: number[] = []
  for (let at = first.getTime(); at < to && begins.length < 400; at = nextOf(bucket, at)) begins.push(at)
  return begins
}

/** Days have 23 or 25 hours where clocks change. */
function nextOf(bucket: BucketName, at: number): number {
  if (bucket === 'hour') return at + HOUR
  const next = new Date(at)
  next.setDate(next.getDate() + 1)
  return next.getTime()
}
