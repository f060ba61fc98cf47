import type { Transport } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-web'
import { reaching } from './calls/connection-failure.ts'
import { resilient } from './calls/resilient-transport.ts'
import { type PeerMetrics, peerMetricsOn } from './clients.ts'
import type { PeerMetricsOptions } from './options.ts'
import { settingsOf } from './settings.ts'

/** Clients for all services of a server, by the Connect protocol over `fetch`. */
export const createPeerMetrics = (options: PeerMetricsOptions = {}): PeerMetrics =>
  peerMetricsOn(createTransport(options))

/** What the clients call with: for a client of a single service, which keeps bundles small. */
export function createTransport(options: PeerMetricsOptions = {}): Transport {
  const settings = settingsOf(options)
  const { fetch = globalThis.fetch, interceptors = [] } = options
  const inner = createConnectTransport({
    baseUrl: settings.baseUrl,
    // Called without an object: browsers refuse theirs as a method of another one.
    fetch: reaching((input, init) => fetch(input, init)),
    interceptors,
    useBinaryFormat: true,
  })
  return resilient(inner, settings)
}
