import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, compareAnswer } from './compare.ts'
import { fillBody } from './fill-body.ts'
import { asObject, asString, readJson } from './json.ts'
import { type PlannedRequest, planReplay } from './plan.ts'
import { ReplayError } from './replay-error.ts'
import type { Trace } from './trace.ts'

/** Factor of the recorded speed; `max`: as fast as the answers come. */
export type Speed = number | 'max'

/** Servers cut ids at 64 characters: this much leaves room for a suffix. */
const KEPT_ID_LENGTH = 55

/** A request with everything filled in. */
export type ReadyRequest = Pick<PlannedRequest, 'method' | 'path' | 'headers' | 'body' | 'eventName'>

export interface ReplayOptions {
  apiKey: string
  /** The application's id of the conference; without it the recorded one with a suffix that makes it a new call. */
  conferenceId?: string | undefined
  speed: Speed
  /** @throws ReplayError when no answer came */
  send: (request: ReadyRequest) => Promise<Answer>
  /** Told of every request that is through, answered or not. */
  onProgress?: ((through: number, total: number) => void) | undefined
}

/** Outcome of one request. */
export interface Exchange {
  request: PlannedRequest
  /** Absent when nothing was sent or nothing came back. */
  answer?: Answer
  /** From sending to the end of the answer; 0 without an answer. */
  latencyMs: number
  /** In words: in what the answer differs from the recorded one, or why there is none. */
  differences: string[]
}

/**
 * Sends a recorded call to a server again. At speed 1 it happens now; faster, it lies in the past, ends now, and keeps
 * its recorded spacing. Requests are sent at their recorded times whatever is still unanswered, but for those that need a
 * token or id of an answer; at speed `max` each waits for the answers of those that were over when it was recorded.
 * @throws ReplayError when the server cannot be reached or refuses the start of the call
 */
export async function replay(trace: Trace, options: ReplayOptions): Promise<Exchange[]> {
  const { speed, send, onProgress } = options
  const requests = planReplay(trace)
  const startedAt = performance.now()
  const callStart = Date.now() - (requests.at(-1)?.offsetMs ?? 0)
  const suffix = randomUUID().slice(0, 8)
  const stop = new AbortController()
  const exchanges: Promise<Exchange>[] = []
  /** Resolves, at position n, when the first n requests are through. */
  const through: Promise<unknown>[] = [Promise.resolve()]
  let throughCount = 0
  let reached = false

  for (const request of requests) {
    const exchange = perform(request)
    exchanges.push(exchange)
    through.push(Promise.all([through[request.index], exchange]).then(() => undefined))
  }
  const all = await Promise.all(exchanges)
  stop.signal.throwIfAborted()
  return all

  async function perform(request: PlannedRequest): Promise<Exchange> {
    try {
      if (speed === 'max') await through[request.over]
      else await sleepUntil(startedAt + request.offsetMs / speed, stop.signal)
      const ready = { ...request, body: fill(request, await collectGiven(request)) }
      stop.signal.throwIfAborted()
      const sentAt = performance.now()
      const answer = await send(ready)
      reached = true
      const latencyMs = performance.now() - sentAt
      requireStart(request, answer)
      return { request, answer, latencyMs, differences: compareAnswer(request, answer) }
    } catch (error) {
      // A call whose start failed, or a server that has never answered, makes the rest pointless.
      if (!reached || request.path === '/v1/initialize') stop.abort(error)
      return { request, latencyMs: 0, differences: [error instanceof Error ? error.message : String(error)] }
    } finally {
      throughCount++
      if (!stop.signal.aborted) onProgress?.(throughCount, requests.length)
    }
  }

  /** Ours for each recorded token and id in a body, once the answers with them are there. */
  async function collectGiven({ needs }: PlannedRequest): Promise<Map<string, string>> {
    const pairs = needs.map(async ({ recorded, from, field }): Promise<[string, string]> => {
      const giver = await (exchanges[from] as Promise<Exchange>)
      const value = asString(asObject(readJson(giver.answer?.text ?? null))[field])
      if (value === null) throw new ReplayError(`not sent: ${describeRequest(giver.request)} gave no ${field}`)
      return [recorded, value]
    })
    return new Map(await Promise.all(pairs))
  }

  function fill(request: PlannedRequest, given: Map<string, string>): string | null {
    return fillBody(request.body, {
      apiKey: options.apiKey,
      conferenceId: recorded => options.conferenceId ?? `${recorded.slice(0, KEPT_ID_LENGTH)}-${suffix}`,
      given,
      ageMs: speed === 1 ? undefined : Date.now() - callStart - request.offsetMs,
    })
  }
}

/** Description of a request: when, who, what. */
export const describeRequest = ({ offsetMs, page, method, path, eventName }: PlannedRequest): string =>
  `${(offsetMs / 1000).toFixed(3)} s ${page} ${method} ${path}${eventName && ` ${eventName}`}`

async function sleepUntil(time: number, signal: AbortSignal): Promise<void> {
  const rest = time - performance.now()
  if (rest > 0) await sleep(rest, undefined, { signal })
}

/** @throws ReplayError when a call that was let in when it was recorded is not let in now */
function requireStart({ path, status }: PlannedRequest, answer: Answer): void {
  if (path !== '/v1/initialize' || status !== 200 || answer.status === 200) return
  const { error_code: code, message } = asObject(readJson(answer.text))
  if (code === 'invalid_api_key') throw new ReplayError('The server does not know the API key (--key)')
  throw new ReplayError(`The server refuses the call: ${answer.status} ${code ?? ''} ${message ?? ''}`.trim())
}
