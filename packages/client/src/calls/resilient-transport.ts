import { Code, ConnectError, type StreamResponse, type Transport, type UnaryResponse } from '@connectrpc/connect'
import { reasonOf } from '../errors.ts'
import type { Settings } from '../settings.ts'
import { clarified } from './connection-failure.ts'
import { bearer } from './credentials.ts'
import { isRepeatable, MAX_TRIES, pause, pauseAfter } from './retries.ts'

type CallHeaders = Parameters<Transport['unary']>[3]

/** One call over the inner transport. */
type Call<Answer> = (headers: Headers, timeoutMs: number) => Promise<Answer>

/** Makes calls over a transport with token, limit of time and repeats. */
export function resilient(inner: Transport, settings: Settings): Transport {
  return {
    unary(method, signal, timeoutMs = settings.timeoutMs, header, input, contextValues) {
      const call: Call<UnaryResponse<typeof method.input, typeof method.output>> = (headers, left) =>
        inner.unary(method, signal, left, headers, input, contextValues)
      const tries = settings.retry && isRepeatable(method) ? MAX_TRIES : 1
      return repeated(authorized(call, header, settings), { tries, timeoutMs, signal, baseUrl: settings.baseUrl })
    },
    async stream(method, signal, timeoutMs = 0, header, input, contextValues) {
      if (method.methodKind !== 'server_streaming') {
        return inner.stream(method, signal, timeoutMs, await withHeaders(header, settings), input, contextValues)
      }
      const message = await firstOf(input)
      const call: Call<StreamResponse<typeof method.input, typeof method.output>> = async (headers, left) =>
        begun(await inner.stream(method, signal, left, headers, only(message), contextValues))
      const limits = { tries: 1, timeoutMs, signal, baseUrl: settings.baseUrl }
      return await repeated(authorized(call, header, settings), limits)
    },
  }
}

/** Sends the token; asks for another one, once, when it has expired. */
const authorized =
  <Answer>(call: Call<Answer>, header: CallHeaders, settings: Settings) =>
  async (timeoutMs: number): Promise<Answer> => {
    const headers = await withHeaders(header, settings)
    try {
      return await call(headers, timeoutMs)
    } catch (error) {
      const isOwn = new Headers(header).has('authorization')
      if (isOwn || typeof settings.token !== 'function' || reasonOf(error) !== 'expired_token') throw error
      return await call(await withHeaders(header, settings), timeoutMs)
    }
  }

async function withHeaders(header: CallHeaders, { headers, token }: Settings): Promise<Headers> {
  const all = new Headers(headers)
  new Headers(header).forEach((value, name) => {
    all.set(name, value)
  })
  if (all.has('authorization')) return all
  const given = typeof token === 'function' ? await token() : token
  if (given !== undefined) all.set('authorization', bearer(given))
  return all
}

interface Limits {
  tries: number
  timeoutMs: number
  signal: AbortSignal | undefined
  baseUrl: string
}

/** Calls until there is an answer, or no sense in another try, or no time left for one. */
async function repeated<Answer>(call: (timeoutMs: number) => Promise<Answer>, limits: Limits): Promise<Answer> {
  const { tries, timeoutMs, signal, baseUrl } = limits
  const end = timeoutMs > 0 ? Date.now() + timeoutMs : Number.POSITIVE_INFINITY
  for (let made = 1; ; made++) {
    try {
      return await call(timeoutMs > 0 ? Math.max(1, end - Date.now()) : 0)
    } catch (error) {
      const failure = clarified(error, baseUrl)
      const wait = made < tries ? pauseAfter(failure, made) : undefined
      if (wait === undefined || Date.now() + wait >= end) throw failure
      await pause(wait, signal)
      if (signal?.aborted) throw ConnectError.from(signal.reason, Code.Canceled)
    }
  }
}

async function firstOf<Message>(messages: AsyncIterable<Message>): Promise<Message | undefined> {
  for await (const message of messages) return message
  return undefined
}

async function* only<Message>(message: Message | undefined): AsyncGenerator<Message> {
  if (message !== undefined) yield message
}

/** A stream whose first message is there: it is refused here or not at all. */
async function begun<Answer extends { message: AsyncIterable<unknown> }>(answer: Answer): Promise<Answer> {
  const messages = answer.message[Symbol.asyncIterator]()
  const first = await messages.next()
  async function* all() {
    try {
      for (let next = first; !next.done; next = await messages.next()) yield next.value
    } finally {
      await messages.return?.()
    }
  }
  return { ...answer, message: all() }
}
