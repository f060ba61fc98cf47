const ISO_8601 =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?\s*(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?$/i

/**
 * An instant in ISO 8601: a date (its first moment), or a date and time with `Z`, an offset, or none, which means UTC.
 * @returns RFC 3339 in UTC with microseconds; undefined for anything else, and outside of the years 1 to 9999
 */
export function parseInstant(text: string): string | undefined {
  const { date, time = '00:00', second = '00', fraction = '', zone = 'Z' } = ISO_8601.exec(text)?.groups ?? {}
  if (!date || !isDay(date)) return undefined
  const ms = Date.parse(`${date}T${time}:${second}${rfcZone(zone)}`)
  return Number.isNaN(ms) ? undefined : instantText(ms / 1000, Number(fraction.padEnd(9, '0')))
}

/** Date.parse takes the 31st of February for the 3rd of March. */
const isDay = (date: string): boolean => {
  const parsed = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date)
}

const rfcZone = (zone: string): string => {
  if (/^z$/i.test(zone)) return 'Z'
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`
}

/** @param seconds since the epoch, whole @returns as {@link parseInstant} */
export function instantText(seconds: number, nanoseconds: number): string | undefined {
  const year = new Date(seconds * 1000).getUTCFullYear()
  if (!(year >= 1 && year <= 9999)) return undefined
  const micros = String(Math.trunc(nanoseconds / 1000)).padStart(6, '0')
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${micros}Z`
}
