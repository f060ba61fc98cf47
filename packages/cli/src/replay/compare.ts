import { isJsonObject, type JsonValue, readJson } from './json.ts'
import type { RecordedRequest } from './trace.ts'

/** Answer to a request. */
export interface Answer {
  status: number
  text: string
}

/** Longest part of an answer that is quoted, in characters. */
const QUOTED_LENGTH = 200

/** In what an answer differs from the recorded one, in words; nothing where no answer was recorded. */
export function compareAnswer(recorded: RecordedRequest, answer: Answer): string[] {
  if (recorded.status !== null && recorded.status !== answer.status) {
    return [`status ${answer.status} instead of ${recorded.status}: ${answer.text.slice(0, QUOTED_LENGTH)}`]
  }
  const expected = readJson(recorded.answer)
  if (expected === undefined) return []
  const given = readJson(answer.text)
  if (given === undefined) return [`no JSON: ${answer.text.slice(0, QUOTED_LENGTH)}`]
  return compareShape(expected, given, 'answer')
}

/**
 * Where a JSON value lacks a key of another or has another type there. Further keys are no difference; null fits
 * anything; of arrays the first elements are compared.
 */
function compareShape(expected: JsonValue, given: JsonValue, path: string): string[] {
  if (expected === null || given === null) return []
  if (typeOf(expected) !== typeOf(given)) return [`${path} is ${typeOf(given)} instead of ${typeOf(expected)}`]
  if (Array.isArray(expected) && Array.isArray(given)) {
    const [wanted, first] = [expected[0], given[0]]
    return wanted === undefined || first === undefined ? [] : compareShape(wanted, first, `${path}[0]`)
  }
  if (!isJsonObject(expected) || !isJsonObject(given)) return []
  return Object.entries(expected).flatMap(([key, value]) => {
    const found = given[key]
    return found === undefined ? [`${path}.${key} is missing`] : compareShape(value, found, `${path}.${key}`)
  })
}

const typeOf = (value: JsonValue): string => (Array.isArray(value) ? 'array' : typeof value)
