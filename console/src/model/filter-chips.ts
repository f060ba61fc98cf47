import { text } from '../text/text.ts'
import type { CallsView } from './calls-view.ts'
import { readerDates } from './dates.ts'
import { countryName } from './places.ts'
import { readRange } from './ranges.ts'
import { count, duration } from './units.ts'

/** A filter in words, to be removed. */
export interface FilterChip {
  /** Parts of the address that it is made of. */
  names: (keyof CallsView)[]
  label: string
}

/** Filters of a view besides those that have a field of their own. @param titleOf title of the code of an issue */
export function filterChips(view: CallsView, titleOf: (code: string) => string): FilterChip[] {
  const { chips } = text.calls
  const own = (name: keyof CallsView, label: string | undefined): FilterChip[] =>
    view[name] === undefined || label === undefined ? [] : [{ names: [name], label }]
  return [
    ...periodChip(view),
    ...own(
      'outcome',
      view.outcome
        ?.split(',')
        .map(name => text.outcome[name as 'error'])
        .join(', '),
    ),
    ...own('reason', view.reason && chips.reason(titleOf(view.reason))),
    ...own('media_error', view.media_error && chips.mediaError(view.media_error)),
    ...own('version', view.version && chips.version(view.version)),
    ...own('browser', view.browser),
    ...own('os', view.os),
    ...own('country', view.country && countryName(view.country)),
    ...own('city', view.city),
    ...own('path', view.path && chips.paths[view.path]),
    ...own(
      'setup',
      rangeText(view.setup, chips.setup, value => duration(value)),
    ),
    ...own('people', rangeText(view.people, chips.people, count)),
  ]
}

function periodChip({ from, to }: CallsView): FilterChip[] {
  if (!from && !to) return []
  const when = (iso: string) => `${readerDates.day(Date.parse(iso))}, ${readerDates.time(Date.parse(iso))}`
  return [{ names: ['from', 'to'], label: text.calls.range(from && when(from), to && when(to)) }]
}

function rangeText(
  value: string | undefined,
  label: (range: string) => string,
  unit: (value: number) => string,
): string | undefined {
  const range = readRange(value)
  if (!range) return undefined
  const { least, most } = range
  if (least === most && least !== undefined) return label(unit(least))
  if (most === undefined) return label(text.calls.chips.atLeast(unit(least ?? 0)))
  return label(least ? `${unit(least)} – ${unit(most)}` : text.calls.chips.under(unit(most)))
}
