import type { JsonObject, JsonValue } from '@bufbuild/protobuf'

export type { JsonObject, JsonValue }

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value as an object, or an empty one: recorded bodies have any form. */
export const asObject = (value: unknown): JsonObject => (isJsonObject(value) ? value : {})

export const asString = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** The value of a JSON text; undefined when the text is none. */
export function readJson(text: string | null): JsonValue | undefined {
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The value with each string in it, however deep, replaced by what `replace` makes of it; keys stay. */
export function replaceStrings(value: JsonValue, replace: (text: string) => string): JsonValue {
  if (typeof value === 'string') return replace(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => replaceStrings(item, replace))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceStrings(item, replace)]))
}
