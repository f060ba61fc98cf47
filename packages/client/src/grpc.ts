import type { ClientSessionOptions, SecureClientSessionOptions } from 'node:http2'
import type { Transport } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { resilient } from './calls/resilient-transport.ts'
import { type PeerMetrics, peerMetricsOn } from './clients.ts'
import type { PeerMetricsOptions } from './options.ts'
import { settingsOf } from './settings.ts'

export interface PeerMetricsNodeOptions extends Omit<PeerMetricsOptions, 'fetch'> {
  /** Of the HTTP/2 connection, such as the certificate authority (`ca`) of a server with TLS. */
  nodeOptions?: ClientSessionOptions | SecureClientSessionOptions
}

/** Clients for all services of a server, by gRPC over HTTP/2: without TLS for `http://`, with it for `https://`. */
export const createPeerMetrics = (options: PeerMetricsNodeOptions = {}): PeerMetrics =>
  peerMetricsOn(createTransport(options))

/** What the clients call with: for a client of a single service. */
export function createTransport(options: PeerMetricsNodeOptions = {}): Transport {
  const settings = settingsOf(options)
  const { interceptors = [], nodeOptions } = options
  const inner = createGrpcTransport({
    baseUrl: settings.baseUrl,
    interceptors,
    ...(nodeOptions ? { nodeOptions } : {}),
  })
  return resilient(inner, settings)
}
