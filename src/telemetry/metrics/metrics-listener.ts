import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Registry } from 'prom-client'
import { pathOf } from '../../net/doors.ts'

/** Limit of a scrape, ms; a connection without a request is closed after it. */
const REQUEST_MS = 5000

/** Scrapers and people; more are turned away. */
const MAX_CONNECTIONS = 64

/** Serves `GET /metrics` at an address of its own. @param read the metrics in the text format of Prometheus */
export async function listenForScrapes(
  { host, port }: { host: string; port: number },
  read: () => Promise<string>,
): Promise<{ url: string }> {
  const server = createServer({ headersTimeout: REQUEST_MS, requestTimeout: REQUEST_MS }, async (request, response) => {
    if (pathOf(request) !== '/metrics') return void response.writeHead(404).end('The metrics are at /metrics\n')
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return void response.writeHead(405, { allow: 'GET' }).end()
    try {
      const text = await read()
      response.writeHead(200, { 'content-type': Registry.PROMETHEUS_CONTENT_TYPE, 'cache-control': 'no-store' })
      response.end(request.method === 'HEAD' ? '' : text)
    } catch {
      response.writeHead(500).end('The metrics could not be read\n')
    }
  })
  // It ends with the process: until then metrics say how it stops.
  server.unref()
  server.maxConnections = MAX_CONNECTIONS
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  const text = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return { url: `http://${text}:${address.port}/metrics` }
}
