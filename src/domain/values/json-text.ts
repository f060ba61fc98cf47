import { isAscii, isUtf8 } from 'node:buffer'
import { DomainError } from './errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts'
import { requireModestJson } from './json-size.ts'

/**
 * A JSON object from its UTF-8 text.
 * @param arrayAs field that stands for a text which is a bare array
 * @throws DomainError unknown_error saying what is wrong; invalid_parameters when it holds too much
 */
export function parseJsonObject(text: Buffer, arrayAs?: string): JsonObject {
  if (text.length === 0) throw notAnObject('it is empty')
  if (!isUtf8(text)) throw notAnObject('it is not UTF-8')
  requireModestJson(text)
  // Text of bytes is parsed faster than what a decoder of UTF-8 hands over.
  const value = parseJson(text.toString(isAscii(text) ? 'latin1' : 'utf8'))
  if (isJsonObject(value)) return value
  if (Array.isArray(value) && arrayAs) return { [arrayAs]: value as JsonValue[] }
  throw notAnObject(Array.isArray(value) ? 'it is an array' : `it is ${value === null ? 'null' : `a ${typeof value}`}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    try {
      return JSON.parse(withoutNonFinite(text))
    } catch {
      throw notAnObject(error instanceof SyntaxError ? error.message : 'it is not JSON')
    }
  }
}

/** Python's json module writes NaN and Infinity, which JSON does not have: they are read as null. */
const withoutNonFinite = (text: string): string =>
  // A string that never ends is taken to the end of the text: looking for its end at every quote would take for ever.
  text.replace(/"(?:[^"\\]|\\.)*"?|-?\b(?:NaN|Infinity)\b/gs, token => (token.startsWith('"') ? token : 'null'))

const notAnObject = (why: string) => new DomainError('unknown_error', `The request body must be a JSON object: ${why}`)
