import { invalid, missing } from '../domain/values/errors.ts'
import { parseInstant } from '../domain/values/instant.ts'
import type { PartRequest } from '../services/query/lists.ts'
import type { InstantBounds } from '../storage/queries/conditions.ts'

/* What comes behind the `?` of a path. A parameter without a value counts as not given. */

export const textOf = (query: URLSearchParams, name: string): string | undefined => query.get(name) || undefined

/** @throws DomainError invalid_parameters unless it is a whole number */
function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = textOf(query, name)?.trim()
  if (text === undefined) return undefined
  if (!/^[+-]?\d+$/.test(text)) throw invalid(`${name} must be a whole number`)
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number(text), MAX_ROWS_SKIPPED))
}

/** Far more rows than any list has; keeps sums of such numbers exact. */
const MAX_ROWS_SKIPPED = 1e12

/** @throws DomainError invalid_parameters unless it is a number */
export function numberOf(query: URLSearchParams, name: string): number | undefined {
  const text = textOf(query, name)?.trim()
  if (text === undefined) return undefined
  const value = Number(text)
  if (text === '' || !Number.isFinite(value)) throw invalid(`${name} must be a number`)
  return value
}

/** @throws DomainError invalid_parameters unless it is an instant in ISO 8601 */
function instantOf(query: URLSearchParams, name: string): string | undefined {
  const text = textOf(query, name)
  if (text === undefined) return undefined
  const instant = parseInstant(text)
  if (!instant) throw invalid(`${name} must be a date and time in ISO 8601`)
  return instant
}

/** `created_at_gt`, `_gte`, `_lt` and `_lte`. @throws DomainError invalid_parameters */
export const createdBounds = (query: URLSearchParams): InstantBounds => ({
  after: instantOf(query, 'created_at_gt'),
  from: instantOf(query, 'created_at_gte'),
  before: instantOf(query, 'created_at_lt'),
  until: instantOf(query, 'created_at_lte'),
})

export const hasBounds = (bounds: InstantBounds): boolean => Object.values(bounds).some(Boolean)

/** @throws DomainError missing_parameters unless one of the filters is given: these routes list nothing without one */
export function requireSome(filter: Record<string, unknown>): void {
  if (Object.values(filter).every(value => value === undefined)) {
    throw missing(`one of ${Object.keys(filter).join(', ')}`)
  }
}

/** The part of a list that is wanted; undefined: all of it. @throws DomainError invalid_parameters */
export function partRequest(query: URLSearchParams): PartRequest | undefined {
  if (!query.has('limit') && !query.has('offset')) return undefined
  return { limit: wholeNumber(query, 'limit'), offset: wholeNumber(query, 'offset') }
}
