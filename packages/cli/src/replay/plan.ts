import { asObject, asString, readJson, replaceStrings } from './json.ts'
import type { RecordedRequest, Trace } from './trace.ts'

/** Fields of an answer that later requests say again. */
const givenFields = ['token', 'peer_id', 'connection_id'] as const
type GivenField = (typeof givenFields)[number]

/** A recorded token or id in a body, and which answer holds the one that takes its place. */
interface Need {
  recorded: string
  /** Position of the request that is answered with it. */
  from: number
  field: GivenField
}

/** A recorded request with all that its replay has to know of the others. */
export interface PlannedRequest extends RecordedRequest {
  index: number
  /** ms after the first request. */
  offsetMs: number
  /** Number of first requests that had been sent long enough ago to count as answered. */
  over: number
  needs: Need[]
  /** Of the body; empty when it reports no event. */
  eventName: string
}

/**
 * Requests sent within this time of each other count as in flight together, in ms: what a page sent in one go is
 * recorded over some ms.
 */
const IN_FLIGHT_MS = 10

/** Says of each request when it was sent and on which answers it depends. */
export function planReplay({ requests }: Trace): PlannedRequest[] {
  const start = requests[0]?.atMs ?? 0
  const givers = new Givers()
  let over = 0
  return requests.map((request, index) => {
    while ((requests[over] as RecordedRequest).atMs < request.atMs - IN_FLIGHT_MS) over++
    const needs = givers.needsOf(request)
    givers.add(request, index)
    return { ...request, index, offsetMs: request.atMs - start, over, needs, eventName: eventNameOf(request) }
  })
}

function eventNameOf({ body }: RecordedRequest): string {
  const { eventName, event } = asObject(readJson(body))
  return asString(eventName) ?? asString(event) ?? ''
}

/** Which of the requests so far were answered with which tokens and ids. */
class Givers {
  readonly #byValue = new Map<string, Omit<Need, 'recorded'>>()
  /** The request whose answer holds the token of a page. */
  readonly #tokenOfPage = new Map<string, number>()

  add({ page, method, path, answer }: RecordedRequest, index: number): void {
    const given = asObject(readJson(answer))
    for (const field of givenFields) {
      const value = asString(given[field])
      if (value && !this.#byValue.has(value)) this.#byValue.set(value, { from: index, field })
    }
    if (method === 'POST' && ['/v1/initialize', '/v1/sessions'].includes(path)) this.#tokenOfPage.set(page, index)
  }

  needsOf({ page, body }: RecordedRequest): Need[] {
    const content = asObject(readJson(body))
    const needs = new Map<string, Need>()
    replaceStrings(content, text => {
      const giver = this.#byValue.get(text)
      if (giver) needs.set(text, { recorded: text, ...giver })
      return text
    })
    // The answer with this token may not have been recorded: the page was gone before it could read it.
    const token = asString(content['token'])
    const from = this.#tokenOfPage.get(page)
    if (token && !needs.has(token) && from !== undefined) needs.set(token, { recorded: token, from, field: 'token' })
    return [...needs.values()]
  }
}
