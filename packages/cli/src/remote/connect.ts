import { createTransport, type PeerMetrics, peerMetricsOn } from '@peermetrics/client'
import type { Io } from '../io.ts'
import type { Server } from './choose-server.ts'
import { curlTransport } from './curl-transport.ts'

/** Answers come within this time, or not at all, ms. Streams have no such limit. */
const CALL_LIMIT_MS = 60_000

/** Clients of a server. @param asCurl calls are printed and not sent */
export function connect({ url, token }: Server, io: Io, asCurl: boolean): PeerMetrics {
  if (asCurl) return peerMetricsOn(curlTransport(url, io.stdout))
  const transport = createTransport({
    baseUrl: url,
    // A token is the command line's own: the environment was looked at already.
    token: token ?? (() => undefined),
    timeoutMs: CALL_LIMIT_MS,
    interceptors: [
      next => request => next({ ...request, signal: AbortSignal.any([request.signal, io.signal]) } as typeof request),
    ],
  })
  return peerMetricsOn(transport)
}
