import type { Timestamp } from '../source/rows.ts'

/** The instant of a time as PostgreSQL prints it in UTC, cut to ms; null for `infinity`. */
export function instantOf(timestamp: Timestamp): Date | null {
  const instant = new Date(`${timestamp.slice(0, 10)}T${timestamp.slice(11).replace(/\+00$/, '')}Z`)
  return Number.isNaN(instant.getTime()) ? null : instant
}

/** ISO 8601 of a time inside JSON: `2026-11-23 05:07:18.845581`, in UTC, without a zone. Null for anything else. */
export function isoOfText(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?$/.test(value)) return null
  const instant = new Date(`${value.replace(' ', 'T')}Z`)
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString()
}

/** An instant as PostgreSQL prints it in UTC: times in this form are in order as texts. */
export const timestampOf = (instant: Date): Timestamp => instant.toISOString().replace('T', ' ').replace('Z', '+00')
