import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What answers in the place of ipstack, which is out of reach of tests. */
export interface IpstackServer extends AsyncDisposable {
  url: string
  /** Path and query of each request. */
  asked: string[]
  /** What it does from now on. */
  answer: (address: string, response: ServerResponse) => void
}

export const located = (_address: string, response: ServerResponse): void => {
  const place = { country_code: 'SE', region_code: 'AB', city: 'Stockholm', latitude: 59.3, longitude: 18.1 }
  response.end(JSON.stringify({ ip: '192.0.2.1', type: 'ipv4', continent_code: 'EU', ...place, zip: '111 20' }))
}

export async function startIpstackServer(): Promise<IpstackServer> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    ipstack.answer(decodeURIComponent(path.slice(1).split('?')[0] ?? ''), response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const ipstack: IpstackServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: located,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return ipstack
}
