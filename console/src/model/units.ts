import { text } from '../text/text.ts'

const number = (value: number, digits: number) =>
  new Intl.NumberFormat(text.locale, { maximumFractionDigits: digits }).format(value)

/** A count, with separators of thousands. */
export const count = (value: number): string => number(value, 0)

/** A number as it was set. */
export const plainNumber = (value: number): string => number(value, 6)

/** A share of 0 to 1. */
export const share = (value: number): string => `${number(value * 100, value < 0.1 ? 1 : 0)}\u00a0%`

/** A score of 1 to 5. */
export const score = (value: number): string => value.toFixed(1)

/** A sentence whose numbers stay on a line with their units. */
export const withUnits = (sentence: string): string =>
  sentence.replace(/(?<=\d) (?=(?:ms|s|min|h|%|[kM]?bit\/s)(?![\w/]))/g, '\u00a0')

/** A measured value in its unit, to the digits that mean something. */
export function quantity(value: number, unit: string): string {
  if (unit === 'bit/s') return bitrate(value)
  const digits = unit === 'ms' || Math.abs(value) >= 99.95 ? 0 : 1
  return `${value.toFixed(digits)}\u00a0${unit}`.trim()
}

export function bitrate(bitsPerSecond: number): string {
  const [divisor, unit] = bitsPerSecond >= 1e6 ? [1e6, 'Mbit/s'] : bitsPerSecond >= 1e3 ? [1e3, 'kbit/s'] : [1, 'bit/s']
  const value = bitsPerSecond / divisor
  return `${number(value, value >= 10 ? 0 : 1)}\u00a0${unit}`
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** A length of time in its two largest units: "6 min 10 s". @param stepMs what it is cut to */
export function duration(length: number, stepMs = 1): string {
  const ms = Math.floor(length / stepMs) * stepMs
  if (ms < 10 * SECOND) return ms < SECOND ? `${Math.round(ms)}\u00a0ms` : `${number(ms / SECOND, 1)}\u00a0s`
  const seconds = Math.round(ms / SECOND) * SECOND
  if (seconds < MINUTE) return `${seconds / SECOND}\u00a0s`
  if (seconds < HOUR) return twoUnits(seconds, MINUTE, 'min', SECOND, 's')
  return twoUnits(Math.round(seconds / MINUTE) * MINUTE, HOUR, 'h', MINUTE, 'min')
}

function twoUnits(ms: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.round((ms % large) / small)
  const whole = `${count(Math.floor(ms / large))}\u00a0${largeUnit}`
  return rest === 0 ? whole : `${whole} ${rest}\u00a0${smallUnit}`
}

/** A point of time since the beginning of a call: "1:05.250", "1:02:03". @param stepMs distance between the points shown */
export function offset(ms: number, stepMs = SECOND): string {
  const sign = ms < 0 ? '−' : ''
  const rest = Math.abs(ms)
  const digits = stepMs >= SECOND ? 0 : stepMs >= 100 ? 1 : 3
  const rounded = Math.round(rest / 10 ** (3 - digits)) * 10 ** (3 - digits)
  const hours = Math.floor(rounded / HOUR)
  const minutes = Math.floor((rounded % HOUR) / MINUTE)
  const seconds = ((rounded % MINUTE) / SECOND).toFixed(digits).padStart(digits === 0 ? 2 : digits + 3, '0')
  return `${sign}${hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}` : minutes}:${seconds}`
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB']

/** A size in the largest unit that it fills; a thousand of each make the next. */
export function bytes(value: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), byteUnits.length - 1)
  const scaled = value / 1000 ** step
  return `${number(scaled, step > 0 && scaled < 100 ? 1 : 0)}\u00a0${byteUnits[step]}`
}

/** A measured value of a graph in its unit. */
export function measured(value: number, unit: string): string {
  if (unit === 'score') return score(value)
  if (unit === '') return number(value, 2)
  if (unit === '%' && value > 0 && value < 0.05) return `< 0.1\u00a0%`
  return unit === 'px' ? `${count(value)}\u00a0px` : quantity(value, unit)
}

/** A value at an axis: with its unit, as short as it can be. */
export const axisValue = (value: number, unit: string): string =>
  unit === 'score' || unit === ''
    ? number(value, 1)
    : unit === 'bit/s'
      ? bitrate(value)
      : `${number(value, 1)}\u00a0${unit}`
