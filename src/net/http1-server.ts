import http from 'node:http'
import type { Socket } from 'node:net'
import type { Connection } from './connection.ts'
import type { Connections } from './connections.ts'
import type { Handler } from './last-guard.ts'
import type { Limits } from './limits.ts'

/** Of an HTTP/1.1 server: undocumented, and as old as Node. Without it an answer to a half-closed connection is lost. */
interface HalfOpen {
  httpAllowHalfOpen: boolean
}

/** Serves connections of HTTP/1.1 and 1.0 that others accepted. */
export class Http1Server {
  readonly #server: http.Server
  readonly #connections = new WeakMap<Socket, Connection>()

  constructor(handler: Handler, limits: Limits, connections: Connections) {
    const options: http.ServerOptions = {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.idleMs,
      connectionsCheckingInterval: limits.sweepMs,
      maxHeaderSize: limits.maxHeaderBytes,
    }
    this.#server = http.createServer(options, (request, response) => {
      const connection = this.#connections.get(request.socket)
      if (!connection || connection.requests >= limits.maxStreams) return void request.socket.destroy()
      response.once('close', connections.beginRequest(connection))
      const problem = problemOf(request, limits)
      if (problem || connections.isClosing) response.setHeader('connection', 'close')
      if (problem) response.writeHead(problem, { 'content-length': 0 }).end()
      else handler(request, response)
    })
    // One more than may come: what is beyond is left out in silence.
    this.#server.maxHeadersCount = limits.maxHeaders + 1
    ;(this.#server as unknown as HalfOpen).httpAllowHalfOpen = true
    this.#server.setTimeout(limits.answerMs, socket => {
      const waits = this.#connections.get(socket)?.requests === 0 || socket.writableLength > 0
      if (waits) socket.destroy()
      else socket.setTimeout(limits.answerMs)
    })
    // It never listens itself: this starts its watch over slow requests.
    this.#server.emit('listening')
  }

  begin(connection: Connection, socket: Socket): void {
    this.#connections.set(socket, connection)
    this.#server.emit('connection', socket)
  }

  close(): void {
    this.#server.close()
  }
}

/** The status of a request that is refused for its form: the version that it states, or the number of its headers. */
function problemOf({ httpVersionMajor, rawHeaders }: http.IncomingMessage, { maxHeaders }: Limits): number | undefined {
  if (httpVersionMajor !== 1) return 505
  return rawHeaders.length > 2 * maxHeaders ? 431 : undefined
}
