import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import type { Socket } from 'node:net'

/** A server must answer within this time, ms. */
const LIMIT_MS = 5000

const PATH = '/healthz'

/** @throws Error saying why there is no answer of a healthy server */
export async function askHttp1(url: string): Promise<void> {
  const status = await new Promise<number>((resolve, reject) => {
    const { get } = url.startsWith('https:') ? https : http
    const request = get(`${url}${PATH}`, { timeout: LIMIT_MS, agent: false }, answer => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    request.on('timeout', () => request.destroy(new Error(`no answer within ${LIMIT_MS / 1000} s`)))
    request.on('error', error => reject(new Error(`the server cannot be reached (${nameOf(error)})`)))
  })
  requireHealthy(status)
}

/** @throws Error saying why there is no answer over HTTP/2 */
export async function askHttp2(url: string): Promise<void> {
  const { origin, pathname } = new URL(url)
  const session = http2.connect(origin)
  try {
    const status = await new Promise<number>((resolve, reject) => {
      const fail = (error: Error) => reject(new Error(`no HTTP/2 (${nameOf(error)})`))
      session.on('error', fail)
      session.setTimeout(LIMIT_MS, () => reject(new Error(`no answer within ${LIMIT_MS / 1000} s`)))
      session.on('connect', (_session, socket: Socket & { alpnProtocol?: string | false }) => {
        if (url.startsWith('https:') && socket.alpnProtocol !== 'h2') reject(new Error('no HTTP/2 is offered'))
      })
      const stream = session.request({ ':path': `${pathname.replace(/\/$/, '')}${PATH}` })
      stream.on('response', headers => resolve(headers[':status'] ?? 0))
      stream.on('error', fail)
      stream.end()
    })
    requireHealthy(status)
  } finally {
    session.destroy()
  }
}

function requireHealthy(status: number): void {
  if (status !== 200) throw new Error(`${PATH} answers ${status}, which no healthy PeerMetrics server does`)
}

const nameOf = (error: Error): string => (error as NodeJS.ErrnoException).code ?? error.message
