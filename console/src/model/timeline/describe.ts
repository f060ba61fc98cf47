import { text } from '../../text/text.ts'
import { type DateFormats, readerDates } from '../dates.ts'
import { count, duration, offset } from '../units.ts'
import type { Hit } from './layout.ts'
import type { Mark, Span, Timeline } from './timeline.ts'

/** Label of a tick: the time of day, as fine as the step. */
export function tickLabel(ms: number, stepMs: number, dates: DateFormats = readerDates): string {
  if (stepMs >= 60_000) return dates.time(ms)
  if (stepMs >= 1000) return dates.timeWithSeconds(ms)
  return `${dates.timeWithSeconds(ms)}.${String(Math.floor(ms % 1000))
    .padStart(3, '0')
    .slice(0, stepMs >= 100 ? 1 : 3)}`
}

/** What lies under the pointer, in two lines. */
export const describeHit = (
  hit: Hit,
  timeline: Timeline,
  dates: DateFormats = readerDates,
): { title: string; detail: string } =>
  'span' in hit ? describeSpan(hit.span, timeline, dates) : describeMarks(hit.marks, timeline, dates)

function describeSpan({ label, from, to }: Span, { startedAt }: Timeline, dates: DateFormats) {
  const times = `${dates.timeWithSeconds(startedAt + from)} – ${dates.timeWithSeconds(startedAt + to)}`
  return { title: label, detail: `${times} · ${duration(to - from)}` }
}

function describeMarks(marks: readonly Mark[], { startedAt }: Timeline, dates: DateFormats) {
  const names = [...new Set(marks.map(({ label }) => label))]
  const occurrences = occurrencesOf(marks)
  const more = occurrences > 1 ? ` (${count(occurrences)})` : ''
  const at = marks[0]?.at ?? 0
  return {
    title: `${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}${more}`,
    detail: `${dates.timeWithSeconds(startedAt + at)} · ${offset(at)} ${text.time.sinceStart}`,
  }
}

/** How many a group of marks stands for. */
export const occurrencesOf = (marks: readonly Mark[]): number => marks.reduce((sum, mark) => sum + mark.count, 0)

/** What a row says of a span or mark, read aloud: "High packet loss, 15:18:02 to 15:24:12". */
export function spokenItem(item: Span | Mark, { startedAt }: Timeline, dates: DateFormats = readerDates): string {
  const time = (ms: number) => dates.timeWithSeconds(startedAt + ms)
  if ('to' in item) return `${item.label}, ${text.timeline.range(time(item.from), time(item.to))}`
  const times = item.count > 1 ? `, ${text.timeline.times(count(item.count))}` : ''
  return `${item.label}, ${time(item.at)}${times}`
}
