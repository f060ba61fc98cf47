import { MAX_JSON_DEPTH, nestedTooDeep } from './json-size.ts'

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject
export interface JsonObject {
  [key: string]: JsonValue
}

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
  // A character takes two units at most: what follows is cut off before it costs anything.
  const start = text.length > length * 2 ? text.slice(0, length * 2) : text
  const clean = start.toWellFormed().replaceAll('\u0000', '\uFFFD')
  return clean.length <= length ? clean : [...clean].slice(0, length).join('')
}

/**
 * The value in a form that `jsonb` can hold: {@link storableText} in every string and key, non-finite numbers as null
 * (as JSON.stringify writes them). The value itself is returned when nothing has to change, as nearly always.
 * @throws DomainError invalid_parameters when nested deeper than {@link MAX_JSON_DEPTH}
 */
export function storableJson<T extends JsonValue>(value: T): T {
  requireShallow(value)
  return isStorableJson(value) ? value : JSON.parse(cleanedText(JSON.stringify(value)))
}

/** {@link storableJson} of a value that is not nested too deep, with its text: quicker when the text is needed anyway. */
export function storableJsonText<T extends JsonValue>(value: T): { value: T; text: string } {
  const text = JSON.stringify(value)
  // What cannot be stored is escaped by JSON.stringify: few texts need a closer look.
  if (!text.includes('\\u') || isStorableJson(value)) return { value, text }
  const clean = cleanedText(text)
  return { value: JSON.parse(clean), text: clean }
}

/** @throws DomainError invalid_parameters when the value is nested deeper than {@link MAX_JSON_DEPTH} */
export function requireShallow(value: JsonValue): void {
  if (!isShallow(value, MAX_JSON_DEPTH)) throw nestedTooDeep()
}

function isShallow(value: JsonValue, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (levels === 0) return false
  // Objects of reports have many shapes, for which looking up one key after the other is slow.
  const items = Array.isArray(value) ? value : Object.values(value)
  return items.every(item => typeof item !== 'object' || isShallow(item, levels - 1))
}

/** Whether a text has more characters than that, as {@link storableText} counts them; a long text costs no more. */
export const isLongerThan = (text: string, length: number): boolean =>
  text.length > length && (text.length > length * 2 || [...text].length > length)

const isStorable = (text: string) => text.isWellFormed() && !text.includes('\u0000')

/** Looks at everything without copying anything. */
function isStorableJson(value: JsonValue): boolean {
  if (typeof value === 'string') return isStorable(value)
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isStorableJson)
  for (const key in value) {
    if (!isStorable(key) || !isStorableJson(value[key] as JsonValue)) return false
  }
  return true
}

/** Characters that JSON.stringify escapes: those that cannot be stored, and all others. */
const escapes = /\\(?:u(0000|d[89a-f]..)|.)/g

/** The text of JSON.stringify without what cannot be stored: quicker than a look at each key of many. */
const cleanedText = (text: string): string =>
  text.replace(escapes, (escaped, unstorable: string | undefined) => (unstorable ? '\uFFFD' : escaped))
