import { invalid } from './errors.ts'
import { secondsBetween } from './event-time.ts'
import { failUnfinished, type Negotiation } from './negotiation.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Days of `durationsDays` that an app keeps, today included. */
const DAYS_KEPT = 31

interface OpenConnection {
  startTime: Date
  negotiations: Negotiation[]
}

/**
 * How a connection looks once it has ended.
 * @throws DomainError invalid_parameters when the end lies before the start: the sender's clock is off
 */
export function endedConnection(connection: OpenConnection, at: Date) {
  if (at < connection.startTime) throw invalid('delta puts the end of the connection before its start')
  return {
    endTime: at,
    duration: secondsBetween(connection.startTime, at),
    negotiations: failUnfinished(connection.negotiations, at),
  }
}

/** When the last of some connections ended; undefined while one is open, and when there is none. */
export function lastEnd(connections: readonly { endTime?: Date | null | undefined }[]): Date | undefined {
  const ends = connections.map(connection => connection.endTime?.getTime())
  if (ends.length === 0 || ends.includes(undefined)) return undefined
  return new Date(Math.max(...(ends as number[])))
}

/** UTC day of an instant, as `2026-05-05`. */
export const utcDay = (instant: Date): string => instant.toISOString().slice(0, 10)

/** The UTC days that an app keeps minutes of, oldest first, today last. */
export const daysKept = (now: Date): string[] =>
  Array.from({ length: DAYS_KEPT }, (_, index) => utcDay(new Date(now.getTime() - (DAYS_KEPT - 1 - index) * DAY_MS)))

/** The oldest UTC day that an app keeps minutes of. */
export const oldestDayKept = (now: Date): string => utcDay(new Date(now.getTime() - (DAYS_KEPT - 1) * DAY_MS))
