import { invalid, missing } from '../../domain/errors.ts'
import { storableText } from '../../domain/json.ts'

/** Longest name of an organization, app, user or API token, in characters. */
const NAME_LENGTH = 64

/** A name that is cut where it is too long. @throws DomainError missing_parameters for an empty one */
export function cutName(name: string): string {
  if (name.trim() === '') throw missing('name')
  return storableText(name, NAME_LENGTH)
}

/** @throws DomainError invalid_parameters for one that is too long */
export function shortName(name: string): string {
  const cut = storableText(name, NAME_LENGTH)
  if (cut !== storableText(name)) throw invalid(`name must have at most ${NAME_LENGTH} characters`)
  return cut
}
