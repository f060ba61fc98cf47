import { readFileSync } from 'node:fs'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import http2, { type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2'
import net, { type AddressInfo, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import { OpenSockets } from './open-sockets.ts'

/** Answers a request of either version: node:http2 gives its requests and responses the shape of node:http's. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface ListenOptions {
  host: string
  /** 0: any free one. */
  port: number
  tls: { certFile: string; keyFile: string } | null
}

/** A port on which HTTP/1.1 and HTTP/2 are served by one handler. */
export interface OnePort {
  url: string
  /**
   * Stops accepting, lets what was accepted finish, and cuts what is still open after `graceMs`. Connections on which
   * nothing happens are closed after `lingerMs`; a request that comes until then is answered.
   */
  close(graceMs: number, lingerMs?: number): Promise<void>
}

/** What a client that knows that it talks HTTP/2 sends first (RFC 9113, 3.4); no HTTP/1.1 method begins like it. */
const HTTP2_PREFACE = Buffer.from('PRI ')

/** A connection that says nothing for this long is closed. */
const FIRST_BYTES_TIMEOUT_MS = 30_000

/** A request must have arrived within this time, so that slow senders cannot hold connections for ever. */
const REQUEST_TIMEOUT_MS = 60_000

/** Serves HTTP/1.1 and HTTP/2 on one port: by ALPN with TLS, else by the first bytes that a client sends. */
export async function listenOnOnePort(handler: Handler, { host, port, tls }: ListenOptions): Promise<OnePort> {
  const sockets = new OpenSockets()
  const sessions = new Set<ServerHttp2Session>()
  const remember = (session: ServerHttp2Session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
  }
  const tracked: Handler = (request, response) => {
    if (request.httpVersionMajor === 1) sockets.track(request, response)
    else letGoOfRest(request)
    handler(request, response)
  }
  const listener = tls ? secureListener(tracked, tls, sockets) : clearTextListener(tracked, sockets, remember)
  listener.on('connection', (socket: Socket) => sockets.add(socket))
  if (tls) listener.on('session', remember)
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(port, host, resolve)
  })
  return {
    url: urlOf(listener.address() as AddressInfo, tls ? 'https' : 'http'),
    close: async (graceMs, lingerMs = 0) => {
      const closed = new Promise<void>(resolve => listener.close(() => resolve()))
      sockets.beginClosing()
      if (lingerMs > 0) await delay(lingerMs)
      sockets.closeIdle()
      for (const session of sessions) session.close()
      const cut = setTimeout(() => sockets.destroyAll(), graceMs)
      await closed
      clearTimeout(cut)
    },
  }
}

/** How long the rest of a request that is answered already may take to arrive, ms. */
const REST_MS = 1000

/**
 * A client that is refused may still be sending: what nobody reads uses up the window of its HTTP/2 connection, and with
 * it all other calls on that. It is thrown away, and after a while the stream is reset.
 */
function letGoOfRest(request: IncomingMessage): void {
  const { stream } = request as unknown as { stream: ServerHttp2Stream }
  stream.once('finish', () => {
    if (stream.destroyed) return
    stream.removeAllListeners('data')
    stream.on('data', () => {})
    stream.resume()
    const reset = setTimeout(() => stream.destroy(), REST_MS).unref()
    stream.once('close', () => clearTimeout(reset))
  })
}

function urlOf({ family, address, port }: AddressInfo, scheme: string): string {
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

type Http2Handler = (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => void

const asHttp2 = (handler: Handler): Http2Handler => handler as unknown as Http2Handler

function secureListener(
  handler: Handler,
  { certFile, keyFile }: { certFile: string; keyFile: string },
  sockets: OpenSockets,
): net.Server {
  const options = { allowHTTP1: true, cert: readFileSync(certFile), key: readFileSync(keyFile) }
  const server = http2.createSecureServer(options, asHttp2(handler))
  server.on('secureConnection', (socket: TLSSocket) => {
    if (socket.alpnProtocol !== 'h2') sockets.addIdle(socket)
  })
  return server
}

function clearTextListener(
  handler: Handler,
  sockets: OpenSockets,
  remember: (session: ServerHttp2Session) => void,
): net.Server {
  const http1 = http.createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, handler)
  // It never listens itself: this starts its watch over slow requests.
  http1.emit('listening')
  const h2c = http2.createServer(asHttp2(handler)).on('session', remember)
  const listener = net.createServer(socket => {
    sockets.addIdle(socket)
    const leave = () => socket.destroy()
    socket.on('error', leave)
    socket.once('end', leave)
    socket.setTimeout(FIRST_BYTES_TIMEOUT_MS, leave)
    let first: Buffer = Buffer.alloc(0)
    const choose = () => {
      first = Buffer.concat([first, socket.read() ?? Buffer.alloc(0)])
      const undecided = first.length < HTTP2_PREFACE.length && HTTP2_PREFACE.subarray(0, first.length).equals(first)
      if (undecided) return void socket.once('readable', choose)
      socket.unshift(first)
      socket.off('end', leave)
      socket.setTimeout(0)
      const isHttp2 = first.subarray(0, HTTP2_PREFACE.length).equals(HTTP2_PREFACE)
      if (isHttp2) sockets.forgetIdle(socket)
      ;(isHttp2 ? h2c : http1).emit('connection', socket)
    }
    socket.once('readable', choose)
  })
  return listener.once('close', () => http1.close())
}
