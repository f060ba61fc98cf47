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
 * (as JSON.stringify writes them). The value itself is returned when nothing had to change.
 * @throws DomainError invalid_parameters when nested deeper than {@link MAX_JSON_DEPTH}
 */
export function storableJson<T extends JsonValue>(value: T, depth?: number): T
export function storableJson(value: JsonValue, depth = 0): JsonValue {
  if (typeof value === 'string') return isStorable(value) ? value : storableText(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_JSON_DEPTH) {
    throw new DomainError('invalid_parameters', `JSON nested deeper than ${MAX_JSON_DEPTH} levels`)
  }
  return Array.isArray(value) ? storableArray(value, depth + 1) : storableObject(value, depth + 1)
}

/** Characters of a text as {@link storableText} counts them: Unicode code points. */
export const textLength = (text: string): number => [...text].length

const isStorable = (text: string) => text.isWellFormed() && !text.includes('\u0000')

function storableArray(array: JsonValue[], depth: number): JsonValue[] {
  let copy: JsonValue[] | undefined
  for (let index = 0; index < array.length; index++) {
    const before = array[index] as JsonValue
    const after = storableJson(before, depth)
    if (after !== before) {
      copy ??= array.slice()
      copy[index] = after
    }
  }
  return copy ?? array
}

function storableObject(object: JsonObject, depth: number): JsonObject {
  let changed = false
  const entries: [string, JsonValue][] = []
  for (const key of Object.keys(object)) {
    const before = object[key] as JsonValue
    const after = storableJson(before, depth)
    const storableKey = isStorable(key) ? key : storableText(key)
    changed ||= after !== before || storableKey !== key
    entries.push([storableKey, after])
  }
  // fromEntries defines own properties, so that a key "__proto__" stays a key.
  return changed ? (Object.fromEntries(entries) as JsonObject) : object
}
