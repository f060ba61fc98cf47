import { missing } from '../domain/values/errors.ts'
import { fieldName } from './errors.ts'

/** @throws DomainError missing_parameters naming the first field that is empty */
export function requireFields<Fields>(fields: Fields, ...names: (keyof Fields & string)[]): void {
  for (const name of names) {
    if (!fields[name]) throw missing(fieldName(name))
  }
}
