import { type Answer, type HttpConnection, requestBytes } from './http-connection.ts'
import { type RecordedRequest, recordedRequests } from './recording.ts'

type Given = Map<string, string>

/** Fields of answers that later requests say again. */
const GIVEN_FIELDS = ['token', 'peer_id', 'connection_id']

type Fields = Record<string, unknown>

const fieldsOf = (json: string | null): Fields => {
  const value: unknown = JSON.parse(json || '{}')
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

const textsIn = (fields: Fields, names: readonly string[]): string[] =>
  names.flatMap(name => (typeof fields[name] === 'string' ? [fields[name]] : []))

/** What differs from one replay to the next: tokens, ids and names, the names with their quotes. */
function variableTexts(): RegExp {
  const texts = recordedRequests().flatMap(({ body, response_body }) => {
    const sent = fieldsOf(body)
    const names = textsIn(sent, ['userId', 'conferenceId', 'apiKey']).map(name => JSON.stringify(name))
    return [...names, ...textsIn(sent, ['trackId', 'token']), ...textsIn(fieldsOf(response_body), GIVEN_FIELDS)]
  })
  return new RegExp(`(${[...new Set(texts)].map(text => text.replaceAll('.', '\\.')).join('|')})`)
}

/** A recorded request, cut where something is to be filled in. */
interface Template {
  request: RecordedRequest
  /** Fixed text at even places, recorded texts that vary at odd ones. */
  parts: readonly string[]
}

let variable: RegExp | undefined

export function templateOf(request: RecordedRequest): Template {
  variable ??= variableTexts()
  return { request, parts: (request.body ?? '').split(variable) }
}

/** The text with what was given for the recorded parts. */
export const fill = ({ parts }: Template, given: ReadonlyMap<string, string>): string =>
  parts.map((part, place) => (place % 2 === 0 ? part : (given.get(part) ?? part))).join('')

export const isRefused = ({ status }: Answer): boolean => status !== 200 && status !== 204

/** Sends recorded requests in order, each filled with what the answers to earlier ones gave. */
export class Playback {
  readonly #templates: readonly Template[]
  readonly #given: Given
  #sent = 0

  /** @param given what takes the place of recorded names and ids from the beginning */
  constructor(templates: readonly Template[], given: Given) {
    this.#templates = templates
    this.#given = given
  }

  get isOver(): boolean {
    return this.#sent === this.#templates.length
  }

  /** Sends the next request. @returns whether it succeeded */
  async step(connection: HttpConnection): Promise<boolean> {
    const template = this.#templates[this.#sent++]
    if (!template) return false
    const { method, path, response_body } = template.request
    const headers = method === 'OPTIONS' ? { 'access-control-request-method': 'PUT' } : {}
    const answer = await connection.exchange(requestBytes(method, path, fill(template, this.#given), headers))
    if (isRefused(answer)) return false
    this.#take(response_body, answer.body)
    return true
  }

  #take(recorded: string | null, answered: string): void {
    const [before, now] = [fieldsOf(recorded), fieldsOf(answered)]
    for (const field of GIVEN_FIELDS) {
      if (typeof before[field] === 'string') this.#given.set(before[field], String(now[field]))
    }
  }
}
