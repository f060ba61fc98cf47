import { DomainError } from '../values/errors.ts'
import { isJsonObject, isLongerThan, type JsonObject } from '../values/json.ts'

const MAX_KEYS = 5
const MAX_KEY_LENGTH = 64
const MAX_VALUE_LENGTH = 127

/**
 * Checks the labels that an application gives a session: at most 5, keys of at most 64 characters, values a string of
 * at most 127 characters, a number or a boolean. Nothing, `false`, `""`, `0` and `[]` stand for no labels.
 * @throws DomainError invalid_meta
 */
export function parseMeta(meta: unknown): JsonObject | null {
  if (!meta || (Array.isArray(meta) && meta.length === 0)) return null
  if (!isJsonObject(meta)) throw invalidMeta('must be an object')
  const keys = Object.keys(meta)
  if (keys.length > MAX_KEYS) throw invalidMeta(`has more than ${MAX_KEYS} keys`)
  for (const key of keys) {
    const value = meta[key]
    if (isLongerThan(key, MAX_KEY_LENGTH)) throw invalidMeta(`has a key longer than ${MAX_KEY_LENGTH} characters`)
    if (!['string', 'number', 'boolean'].includes(typeof value))
      throw invalidMeta(`${key} must be a string, number or boolean`)
    if (typeof value === 'string' && isLongerThan(value, MAX_VALUE_LENGTH)) {
      throw invalidMeta(`${key} is longer than ${MAX_VALUE_LENGTH} characters`)
    }
  }
  return meta
}

const invalidMeta = (what: string) => new DomainError('invalid_meta', `meta ${what}`)
