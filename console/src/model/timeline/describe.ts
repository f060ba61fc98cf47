import { text } from '../../text/text.ts'
import { type DateFormats, readerDates } from '../dates.ts'
import { duration, offset } from '../units.ts'
import type { Hit } from './layout.ts'
import type { Timeline } from './timeline.ts'

/** Label of a tick: the time of day, as fine as the step. */
export function tickLabel(ms: number, stepMs: number, dates: DateFormats = readerDates): string {
  if (stepMs >= 60_000) return dates.time(ms)
  if (stepMs >= 1000) return dates.timeWithSeconds(ms)
  return `${dates.timeWithSeconds(ms)}.${String(Math.floor(ms % 1000))
    .padStart(3, '0')
    .slice(0, stepMs >= 100 ? 1 : 3)}`
}

/** What lies under the pointer, in two lines. */
export function describeHit(
  hit: Hit,
  { startedAt }: Timeline,
  dates: DateFormats = readerDates,
): { title: string; detail: string } {
  if ('span' in hit) {
    const { label, from, to } = hit.span
    const times = `${dates.timeWithSeconds(startedAt + from)} – ${dates.timeWithSeconds(startedAt + to)}`
    return { title: label, detail: `${times} · ${duration(to - from)}` }
  }
  const [first] = hit.marks
  const names = [...new Set(hit.marks.map(({ label }) => label))]
  const more = hit.marks.length > 1 ? ` (${hit.marks.length})` : ''
  const at = first?.at ?? 0
  return {
    title: `${names.slice(0, 3).join(', ')}${more}`,
    detail: `${dates.timeWithSeconds(startedAt + at)} · ${offset(at)} ${text.time.sinceStart}`,
  }
}
