import { readFileSync } from 'node:fs'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import http2, { type ServerHttp2Session } from 'node:http2'
import net, { type AddressInfo, type Socket } from 'node:net'

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
  /** Stops accepting, lets what was accepted finish, and cuts what is still open after `graceMs`. */
  close(graceMs: number): Promise<void>
}

/** What a client that knows that it talks HTTP/2 sends first (RFC 9113, 3.4); no HTTP/1.1 method begins like it. */
const HTTP2_PREFACE = Buffer.from('PRI ')

/** A connection that says nothing for this long is closed. */
const FIRST_BYTES_TIMEOUT_MS = 30_000

/** A request must have arrived within this time, so that slow senders cannot hold connections for ever. */
const REQUEST_TIMEOUT_MS = 60_000

/** Serves HTTP/1.1 and HTTP/2 on one port: by ALPN with TLS, else by the first bytes that a client sends. */
export async function listenOnOnePort(handler: Handler, { host, port, tls }: ListenOptions): Promise<OnePort> {
  const sessions = new Set<ServerHttp2Session>()
  const sockets = new Set<Socket>()
  let closing = false
  const guarded: Handler = (request, response) => {
    if (closing && request.httpVersionMajor === 1) response.setHeader('connection', 'close')
    handler(request, response)
  }
  const http1 = http.createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, guarded)
  const listener = tls
    ? http2.createSecureServer(
        { allowHTTP1: true, cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) },
        asHttp2(guarded),
      )
    : clearTextListener(http1, http2.createServer(asHttp2(guarded)).on('session', remember))
  function remember(session: ServerHttp2Session): void {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
  }
  if (tls) listener.on('session', remember)
  listener.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(port, host, resolve)
  })
  const address = listener.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return {
    url: `${tls ? 'https' : 'http'}://${name}:${address.port}`,
    close: async graceMs => {
      closing = true
      const closed = new Promise<void>(resolve => listener.close(() => resolve()))
      http1.closeIdleConnections()
      for (const session of sessions) session.close()
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy()
      }, graceMs)
      await closed
      clearTimeout(cut)
    },
  }
}

type Http2Handler = (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => void

const asHttp2 = (handler: Handler): Http2Handler => handler as unknown as Http2Handler

function clearTextListener(http1: http.Server, h2c: http2.Http2Server): net.Server {
  return net.createServer(socket => {
    socket.setTimeout(FIRST_BYTES_TIMEOUT_MS, () => socket.destroy())
    socket.on('error', () => socket.destroy())
    const choose = () => {
      const first: Buffer | null = socket.read()
      if (first === null) return void socket.once('readable', choose)
      socket.unshift(first)
      const undecided = first.length < HTTP2_PREFACE.length && HTTP2_PREFACE.subarray(0, first.length).equals(first)
      if (undecided) return void setTimeout(() => socket.once('readable', choose), 5)
      socket.setTimeout(0)
      const isHttp2 = first.subarray(0, HTTP2_PREFACE.length).equals(HTTP2_PREFACE)
      ;(isHttp2 ? h2c : http1).emit('connection', socket)
    }
    socket.once('readable', choose)
  })
}
