import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What becomes of a request on its way. */
type Fate = 'pass' | 'lose answer' | 'break' | 'hold' | Refusal

/** An answer in the server's place. */
interface Refusal {
  status: number
  headers?: Record<string, string>
  body: string
}

/** What stands before a server: requests go through, or do not. */
export interface Front extends AsyncDisposable {
  url: string
  /** Paths of requests so far, with the token of each. */
  requests: { path: string; authorization: string | undefined; at: number }[]
  /** What becomes of the next requests, one by one; all others pass. */
  next(...fates: Fate[]): void
}

/** @param target URL of the server */
export async function startFront(target: string): Promise<Front> {
  const requests: Front['requests'] = []
  const fates: Fate[] = []
  const listener = createServer((request, response) => {
    const { url: path = '', headers } = request
    requests.push({ path, authorization: headers.authorization, at: Date.now() })
    const fate = fates.shift() ?? 'pass'
    if (fate === 'break') request.socket.destroy()
    else if (typeof fate === 'object') response.writeHead(fate.status, fate.headers).end(fate.body)
    else if (fate !== 'hold') forward(request, response, target, fate)
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    requests,
    next: (...more) => fates.splice(0, fates.length, ...more),
    [Symbol.asyncDispose]: async () => {
      listener.close()
      listener.closeAllConnections()
    },
  }
}

function forward(request: IncomingMessage, response: ServerResponse, target: string, fate: 'pass' | 'lose answer') {
  const { method = 'POST', url = '', headers } = request
  const onward = sendRequest(`${target}${url}`, { method, headers }, answer => {
    if (fate === 'lose answer') {
      request.socket.destroy()
      answer.resume()
      return
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => request.socket.destroy())
  request.pipe(onward)
}

/** The answer of a server that has too much to do. */
export const overloaded = (retryAfter?: number): Refusal => ({
  status: 503,
  headers: {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  },
  body: JSON.stringify({ code: 'unavailable', message: 'overloaded' }),
})
