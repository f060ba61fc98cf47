import { DomainError } from './errors.ts'

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject
export interface JsonObject {
  [key: string]: JsonValue
}

/** Deepest nesting that is stored; real reports stay under 10, PostgreSQL gives up at some thousands. */
const MAX_JSON_DEPTH = 64

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value as an object, or an empty one: for rules that read what anybody may have sent. */
export const asObject = (value: unknown): JsonObject => (isJsonObject(value) ? value : {})

export const asArray = (value: unknown): JsonValue[] => (Array.isArray(value) ? (value as JsonValue[]) : [])

export const asString = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/**
 * Cuts to `length` characters (Unicode code points, as PostgreSQL counts them) and replaces what a PostgreSQL text
 * cannot hold: NUL and unpaired surrogates become U+FFFD.
 */
export function storableText(text: string, length = Number.POSITIVE_INFINITY): string {
  const clean = text.toWellFormed().replaceAll('\u0000', '\uFFFD')
  if (clean.length <= length) return clean
  return [...clean.slice(0, length * 2)].slice(0, length).join('')
}

/**
 * The value in a form that `jsonb` can hold: {@link storableText} in every string and key, non-finite numbers as null
 * (as JSON.stringify writes them). The value itself is returned when nothing has to change, as nearly always.
 * @throws DomainError invalid_parameters when nested deeper than {@link MAX_JSON_DEPTH}
 */
export const storableJson = <T extends JsonValue>(value: T): T =>
  isStorableJson(value, 0) ? value : (cleaned(value) as T)

/** Characters of a text as {@link storableText} counts them: Unicode code points. */
export const textLength = (text: string): number => [...text].length

const isStorable = (text: string) => text.isWellFormed() && !text.includes('\u0000')

/** Looks at everything without copying anything. @throws DomainError for what is nested too deep */
function isStorableJson(value: JsonValue, depth: number): boolean {
  if (typeof value === 'string') return isStorable(value)
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth >= MAX_JSON_DEPTH) {
    throw new DomainError('invalid_parameters', `JSON nested deeper than ${MAX_JSON_DEPTH} levels`)
  }
  let storable = true
  if (Array.isArray(value)) {
    for (const item of value) storable = isStorableJson(item, depth + 1) && storable
    return storable
  }
  for (const key in value) {
    const isItem = isStorableJson(value[key] as JsonValue, depth + 1)
    storable = storable && isItem && isStorable(key)
  }
  return storable
}

function cleaned(value: JsonValue): JsonValue {
  if (typeof value === 'string') return storableText(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(cleaned)
  // fromEntries defines own properties, so that a key "__proto__" stays a key.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), cleaned(item)]))
}
