import { missing } from '../../domain/values/errors.ts'
import { storableText } from '../../domain/values/json.ts'
import { requireLength } from '../../domain/values/text-limits.ts'

/** Longest name of an organization, app, user or API token, in characters. */
const NAME_LENGTH = 64

/** A name that is cut where it is too long. @throws DomainError missing_parameters for an empty one */
export function cutName(name: string): string {
  if (name.trim() === '') throw missing('name')
  return storableText(name, NAME_LENGTH)
}

/** @throws DomainError invalid_parameters for one that is too long */
export function shortName(name: string): string {
  requireLength('name', name, NAME_LENGTH)
  return storableText(name)
}
