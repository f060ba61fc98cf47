import { DomainError } from '../domain/values/errors.ts'
import { isConflict, isUnavailable } from '../storage/engine/failures.ts'

/**
 * Refusal for the caller of a failed operation: its own, or that the database could not be asked and a retry makes
 * sense. Undefined for a fault of ours, which is not explained to callers.
 */
export function asRefusal(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error
  if (isUnavailable(error) || isConflict(error)) {
    return new DomainError('overloaded', 'The database cannot be reached at the moment')
  }
  return undefined
}
