import { type Duration, durationMs, type Timestamp, timestampDate } from '@bufbuild/protobuf/wkt'
import { IssueSeverity, Quality, type QualityVerdict } from '@peermetrics/client/call/v1'
import type { Tone } from './colours.ts'

/** `2026-11-24 05:49:43`, in UTC; empty for none. */
export const timeText = (time: Timestamp | undefined): string =>
  time ? timestampDate(time).toISOString().slice(0, 19).replace('T', ' ') : ''

/** `1:02:03`; empty for none. */
export function durationText(duration: Duration | undefined): string {
  const seconds = Math.round(duration ? durationMs(duration) / 1000 : 0)
  if (seconds === 0) return ''
  const two = (value: number) => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** The names of an enumeration's values in lower case, without the prefix that they share: `CONNECTION` is `connection`. */
export const enumText = (names: Record<number, string>, value: number): string =>
  (names[value] ?? 'unspecified').toLowerCase().replaceAll('_', ' ').replace('unspecified', '')

/** `poor`; empty for no verdict. */
export const qualityText = (verdict: QualityVerdict | undefined): string =>
  verdict ? enumText(Quality, verdict.quality) : ''

/** Empty for none. */
export const countText = (count: number): string => (count === 0 ? '' : String(count))

export const toneOfQuality: Partial<Record<Quality, Tone>> = {
  [Quality.GOOD]: 'good',
  [Quality.FAIR]: 'warning',
  [Quality.POOR]: 'bad',
  [Quality.BAD]: 'bad',
}

export const qualityTone = (verdict: QualityVerdict | undefined): Tone | undefined =>
  verdict && toneOfQuality[verdict.quality]

export const severityTone = (severity: IssueSeverity): Tone | undefined =>
  severity === IssueSeverity.ERROR ? 'bad' : severity === IssueSeverity.WARNING ? 'warning' : undefined

export const yesNo = (value: boolean): string => (value ? 'yes' : 'no')
