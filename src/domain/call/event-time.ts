import { invalid } from '../values/errors.ts'
import { DAY_MS } from '../values/time.ts'

/** A report older than this counts as this old (31 days), so that a broken clock cannot write into last year. */
const MAX_AGE_MS = 31 * DAY_MS

/**
 * When a reported thing happened.
 * @param receivedAt when the request arrived
 * @param ageMs how long ago it happened by the sender's own clock, in ms (`delta`); at most {@link MAX_AGE_MS} counts
 * @throws DomainError invalid_parameters for a negative or non-finite age
 */
export function eventTime(receivedAt: Date, ageMs: number): Date {
  if (Number.isNaN(ageMs) || ageMs < 0)
    throw invalid('delta must be a number of milliseconds, 0 or more', { field: 'delta' })
  return new Date(receivedAt.getTime() - Math.min(ageMs, MAX_AGE_MS))
}
