import type { Interceptor } from '@connectrpc/connect'

/**
 * A bearer token, or a function that gives one. The function is asked before each call, and once more when the server says
 * that the token has expired.
 */
export type TokenSource = string | (() => string | undefined | Promise<string | undefined>)

/** What `new Headers()` takes. */
export type HeaderValues = Headers | Record<string, string> | [string, string][]

export interface PeerMetricsOptions {
  /** Where the server is, such as `https://calls.example.org/metrics`. In Node.js also from `PEERMETRICS_URL`. */
  baseUrl?: string
  /** Sent with every call that has no `authorization` header of its own. In Node.js also from `PEERMETRICS_TOKEN`. */
  token?: TokenSource
  /** Limit of a call with all its tries, ms; 0 is none. Streams have no limit but that of their own call. Default: 10,000. */
  timeoutMs?: number
  /** Whether calls that may be repeated are, when the server could not take them. Default: true. */
  retry?: boolean
  /** Headers of every call. */
  headers?: HeaderValues
  /** See every try of every call, the first of them first. */
  interceptors?: Interceptor[]
  /** Used in place of the global `fetch`. */
  fetch?: typeof globalThis.fetch
}
