import { Code, ConnectError } from '@connectrpc/connect'
import { hasDetail } from '../errors.ts'
import { systemCodeOf } from './retries.ts'

/** A `fetch` whose failures to reach the server say so. */
export const reaching =
  (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  async (input, init) => {
    try {
      return await fetch(input, init)
    } catch (error) {
      if (init?.signal?.aborted) throw error
      throw new ConnectError(unreachable(error), Code.Unavailable, undefined, undefined, error)
    }
  }

const unreachable = (error: unknown) => `the server cannot be reached (${systemCodeOf(error) ?? messageOf(error)})`

/** Of what the error came of, where it says: a `fetch` only says that it failed. */
const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error)

/** The error of a call, made clear when it is not the server's own. */
export function clarified(error: unknown, baseUrl: string): ConnectError {
  const failure = ConnectError.from(error)
  if (hasDetail(failure)) return failure
  const { code, rawMessage, metadata, cause } = failure
  const text = isForeign(failure)
    ? `${baseUrl} does not answer as a PeerMetrics server of this version does: ${rawMessage}`
    : code === Code.Unavailable && systemCodeOf(failure) && !rawMessage.startsWith('the server cannot')
      ? unreachable(failure)
      : undefined
  return text === undefined ? failure : new ConnectError(text, code, metadata, undefined, cause)
}

/** Answers of web sites, of proxies, and of servers that lack the method. */
const isForeign = ({ code, rawMessage }: ConnectError) =>
  code === Code.Unimplemented || /content.?type|^HTTP [1-4]\d\d|Protocol error|invalid or unexpected/i.test(rawMessage)
