import { text } from '../text/text.ts'

/** A moment in the words of people. @param timeZone that of the reader by default */
export interface DateFormats {
  day(ms: number): string
  time(ms: number): string
  timeWithSeconds(ms: number): string
  zone(ms: number): string
}

export function dateFormats(timeZone?: string): DateFormats {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(text.locale, { ...options, ...(timeZone ? { timeZone } : {}) })
    return (ms: number) => formatter.format(ms)
  }
  const zoned = new Intl.DateTimeFormat(text.locale, { timeZoneName: 'short', ...(timeZone ? { timeZone } : {}) })
  return {
    day: format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
    time: format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    timeWithSeconds: format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
    zone: ms => zoned.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '',
  }
}

export const readerDates = dateFormats()

/** How much the reader's clocks are ahead of UTC, ms. */
export const zoneOffset = (ms: number): number => -60_000 * new Date(ms).getTimezoneOffset()

/** "2026-11-26 14:02:05 UTC" */
export const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** When a call was, as one line: "Thu, 26 Nov 2026, 15:02 – 15:47 CET". */
export function span(from: number, to: number | undefined, dates: DateFormats = readerDates): string {
  const begin = `${dates.day(from)}, ${dates.time(from)}`
  if (to === undefined) return `${begin} ${dates.zone(from)}`
  const end = dates.day(to) === dates.day(from) ? dates.time(to) : `${dates.day(to)}, ${dates.time(to)}`
  // Summer time may begin or end meanwhile.
  const zones = [dates.zone(from), dates.zone(to)]
  return zones[0] === zones[1] ? `${begin} – ${end} ${zones[1]}` : `${begin} ${zones[0]} – ${end} ${zones[1]}`
}

/** A moment in a list: "Today, 15:02", "26 Nov, 15:02". */
export function moment(ms: number, now: number, dates: DateFormats = readerDates): string {
  const day = dates.day(ms)
  if (day === dates.day(now)) return `${text.time.today}, ${dates.time(ms)}`
  if (day === dates.day(now - 24 * 60 * 60 * 1000)) return `${text.time.yesterday}, ${dates.time(ms)}`
  const isThisYear = day.slice(-4) === dates.day(now).slice(-4)
  return `${isThisYear ? day.slice(0, -5) : day}, ${dates.time(ms)}`
}
