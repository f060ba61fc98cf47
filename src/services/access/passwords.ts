import { invalid, missing } from '../../domain/values/errors.ts'
import { isLongerThan } from '../../domain/values/json.ts'
import { requireLength } from '../../domain/values/text-limits.ts'

/** Characters. Length is what makes a password hard to guess; the upper bound keeps hashing cheap. */
const PASSWORD_LENGTH = { minimum: 12, maximum: 256 }

/** Longest password that is compared, in characters: one of the configuration may be longer than users may choose. */
const MAX_PRESENTED_LENGTH = 1024

/** @throws DomainError missing_parameters, invalid_parameters */
export function checkNewPassword(field: string, password: string): void {
  if (password === '') throw missing(field)
  const { minimum, maximum } = PASSWORD_LENGTH
  if (!isLongerThan(password, minimum - 1) || isLongerThan(password, maximum)) {
    throw invalid(`${field} must have ${minimum} to ${maximum} characters`, { field, limit: maximum })
  }
}

/** Before a password is hashed to be compared. @throws DomainError missing_parameters, invalid_parameters */
export function checkPresentedPassword(field: string, password: string): void {
  if (password === '') throw missing(field)
  requireLength(field, password, MAX_PRESENTED_LENGTH)
}
