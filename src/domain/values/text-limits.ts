import { invalid } from './errors.ts'
import { isLongerThan } from './json.ts'

/** @throws DomainError invalid_parameters when a text has more characters than that */
export function requireLength(field: string, text: string, length: number): void {
  if (!isLongerThan(text, length)) return
  throw invalid(`${field} must have at most ${length} characters`, { field, limit: length })
}

/** @throws DomainError invalid_parameters for what a PostgreSQL text cannot hold: NUL and unpaired surrogates */
export function requireStorable(field: string, text: string): void {
  if (text.isWellFormed() && !text.includes('\u0000')) return
  throw invalid(`${field} must not contain NUL or unpaired surrogates`, { field })
}
