import { type DomainError, invalid } from './errors.ts'

/**
 * Most values in one request: objects, arrays, members and elements, together. A batch of 1000 ICE candidates has 25,000;
 * the largest request of a recorded call has 430.
 */
export const MAX_JSON_VALUES = 30_000

/** Deepest nesting that is stored; real reports stay under 10, PostgreSQL gives up at some thousands. */
export const MAX_JSON_DEPTH = 64

/** Levels around what is stored: the body, a batch, its entry. */
const ENVELOPE_DEPTH = 4

/** Shorter requests cannot hold more values than are allowed: each takes two bytes at least. */
export const MAX_UNCOUNTED_BYTES = 2 * MAX_JSON_VALUES

export const tooManyValues = (): DomainError =>
  invalid(`The request has more than ${MAX_JSON_VALUES} values`, { limit: MAX_JSON_VALUES })

export const nestedTooDeep = (): DomainError =>
  invalid(`JSON nested deeper than ${MAX_JSON_DEPTH} levels`, { limit: MAX_JSON_DEPTH })

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c]
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Counts what a text of JSON holds before it is parsed: parsing and storing costs by the value, not by the byte. The text
 * may be damaged.
 * @throws DomainError invalid_parameters for too many values, or nested too deep
 */
export function requireModestJson(text: Uint8Array): void {
  if (text.length <= MAX_UNCOUNTED_BYTES) return
  let values = 1
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case QUOTE:
        at = endOfString(text, at)
        continue
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        depth++
        values++
        break
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        depth--
        continue
      case COMMA:
        values++
        break
      default:
        continue
    }
    if (depth > MAX_JSON_DEPTH + ENVELOPE_DEPTH) throw nestedTooDeep()
    if (values > MAX_JSON_VALUES) throw tooManyValues()
  }
}

/** The closing quote of the string that opens there; the end of the text when there is none. */
function endOfString(text: Uint8Array, open: number): number {
  let at = open + 1
  while (at < text.length && text[at] !== QUOTE) at += text[at] === BACKSLASH ? 2 : 1
  return at
}
