import { invalid, missing } from '../../domain/errors.ts'
import { textLength } from '../../domain/json.ts'

/** Characters. Length is what makes a password hard to guess; the upper bound keeps hashing cheap. */
const PASSWORD_LENGTH = { minimum: 12, maximum: 256 }

/** @throws DomainError missing_parameters, invalid_parameters */
export function checkNewPassword(field: string, password: string): void {
  if (password === '') throw missing(field)
  const { minimum, maximum } = PASSWORD_LENGTH
  const length = textLength(password)
  if (length < minimum || length > maximum) {
    throw invalid(`${field} must have ${minimum} to ${maximum} characters`)
  }
}
