import { InvalidArgumentError } from 'commander'

const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** ISO 8601, without a zone in UTC; or so long ago: `90s`, `30m`, `2h`, `7d`, `2w`; or `now`, `today`, `yesterday`. */
export function instant(text: string, now = Date.now()): Date {
  const word = text.trim().toLowerCase()
  if (word === 'now') return new Date(now)
  if (word === 'today') return startOfDay(now)
  if (word === 'yesterday') return startOfDay(now - (UNIT_MS['d'] ?? 0))
  const [, count, unit = ''] = /^(\d{1,6})([smhdw])$/.exec(word) ?? []
  if (count !== undefined) return new Date(now - Number(count) * (UNIT_MS[unit] ?? 0))
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text)
  const isTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text)
  const date = new Date(hasZone || isDay ? text : `${text}Z`)
  if ((!isDay && !isTime) || Number.isNaN(date.getTime())) {
    throw new InvalidArgumentError('It must be a time such as 2026-11-24T08:00, 2h, 7d or yesterday.')
  }
  return date
}

function startOfDay(time: number): Date {
  const day = new Date(time)
  day.setUTCHours(0, 0, 0, 0)
  return day
}
