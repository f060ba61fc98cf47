import { z } from 'zod'
import { invalid, missing } from '../../domain/values/errors.ts'
import { requireLength, requireStorable } from '../../domain/values/text-limits.ts'

/** Longest e-mail address, in characters: RFC 5321 allows a path of 256, angle brackets included. */
const MAX_EMAIL_LENGTH = 254

const emailAddress = z.email()

/**
 * An e-mail address that somebody is looked up by, in the form in which it is stored.
 * @throws DomainError missing_parameters, invalid_parameters
 */
export function lookedUpEmail(email: string): string {
  requireLength('email', email, MAX_EMAIL_LENGTH)
  requireStorable('email', email)
  const trimmed = email.trim().toLowerCase()
  if (trimmed === '') throw missing('email')
  return trimmed
}

/** The e-mail address of a user. @throws DomainError missing_parameters, invalid_parameters */
export function newEmail(email: string): string {
  const parsed = emailAddress.safeParse(lookedUpEmail(email))
  if (!parsed.success) throw invalid('email must be an e-mail address', { field: 'email' })
  return parsed.data
}
