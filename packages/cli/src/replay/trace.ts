import { readFile } from 'node:fs/promises'
import { asObject, isJsonObject, type JsonValue } from './json.ts'
import { ReplayError } from './replay-error.ts'

/** A request that a page of a recorded call sent. */
export interface RecordedRequest {
  page: string
  /** ms since the recording began. */
  atMs: number
  method: string
  /** With the `/v1` in front. */
  path: string
  headers: Record<string, string>
  /** Text exactly as sent; null where there was none. */
  body: string | null
  /** Of the recorded answer; null where the page was gone before it could read one. */
  status: number | null
  /** Text of the recorded answer; null where it was not kept. */
  answer: string | null
}

/** A recorded call, its requests in the order sent. */
export interface Trace {
  requests: RecordedRequest[]
}

/** @throws ReplayError for a file that is missing, not JSON or no recording */
export async function readTrace(file: string): Promise<Trace> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ReplayError(
      error.code === 'ENOENT' ? `There is no file ${file}` : `Cannot read ${file}: ${error.message}`,
    )
  })
  return parseTrace(text, file)
}

/**
 * @param name of the text, for messages
 * @throws ReplayError for a text that is not JSON or no recording
 */
export function parseTrace(text: string, name: string): Trace {
  const { requests } = asObject(parseJson(text, name))
  if (!Array.isArray(requests) || requests.length === 0)
    throw noRecording(name, 'requests: it must be a list of requests')
  const read = requests.map((request, index) => readRequest(request, `requests.${index}`, name))
  return { requests: read.toSorted((a, b) => a.atMs - b.atMs) }
}

function readRequest(value: JsonValue, place: string, name: string): RecordedRequest {
  const wrong = (field: string, what: string) => noRecording(name, `${place}.${field}: it must be ${what}`)
  const { page, t_ms: atMs, method, path, headers = {}, body, status, response_body, response } = asObject(value)
  if (typeof page !== 'string') throw wrong('page', 'a text')
  if (typeof atMs !== 'number') throw wrong('t_ms', 'a number')
  if (typeof method !== 'string') throw wrong('method', 'a text')
  if (typeof path !== 'string' || !path.startsWith('/v1/')) throw wrong('path', 'a text that begins with /v1/')
  if (!isTexts(headers)) throw wrong('headers', 'an object of texts')
  if (!isTextOrNone(body)) throw wrong('body', 'a text')
  if (status !== undefined && status !== null && typeof status !== 'number') throw wrong('status', 'a number')
  const answer = response_body ?? response
  if (!isTextOrNone(answer)) throw wrong('response_body', 'a text')
  return { page, atMs, method, path, headers, body: body ?? null, status: status ?? null, answer: answer ?? null }
}

const isTextOrNone = (value: JsonValue | undefined): value is string | null | undefined =>
  value === undefined || value === null || typeof value === 'string'

const isTexts = (value: JsonValue): value is Record<string, string> =>
  isJsonObject(value) && Object.values(value).every(text => typeof text === 'string')

const noRecording = (name: string, what: string) => new ReplayError(`${name} is no recorded call: ${what}`)

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ReplayError(`${name} is not JSON: ${(error as Error).message}`)
  }
}
