import { readFileSync } from 'node:fs'
import net, { type AddressInfo, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import tls, { type TLSSocket } from 'node:tls'
import type { Logger } from 'pino'
import type { Clients } from './clients.ts'
import type { Connection } from './connection.ts'
import { Connections } from './connections.ts'
import { Http1Server } from './http1-server.ts'
import { Http2Server } from './http2-server.ts'
import { cutting, type Handler, withLastGuard } from './last-guard.ts'
import type { Limits } from './limits.ts'

export interface ListenOptions {
  host: string
  /** 0: any free one. */
  port: number
  tls: { certFile: string; keyFile: string } | null
  limits: Limits
  clients: Pick<Clients, 'isTrusted'>
  log: Logger
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

/** Connection preface of HTTP/2 with prior knowledge (RFC 9113, 3.4); no HTTP/1.1 method begins like it. */
const HTTP2_PREFACE = Buffer.from('PRI ')

/** Gives a connection to the server of its protocol, which stays the same whatever its requests state. */
type Begin = (connection: Connection, socket: Socket, protocol: 'http1' | 'http2') => void

/** Serves HTTP/1.1 and HTTP/2 on one port: by ALPN with TLS, else by the first bytes that a client sends. */
export async function listenOnOnePort(handler: Handler, options: ListenOptions): Promise<OnePort> {
  const { host, port, limits, log } = options
  const connections = new Connections(limits, options.clients)
  const guarded = withLastGuard(handler, log)
  const http1 = new Http1Server(guarded, limits, connections)
  const http2 = new Http2Server(guarded, limits, connections)
  const begin: Begin = (connection, socket, protocol) => {
    connection.speakOver(socket, limits)
    ;(protocol === 'http2' ? http2 : http1).begin(connection, socket)
  }
  const listener = options.tls
    ? secureListener(options.tls, connections, begin, options)
    : clearTextListener(connections, begin, log)
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(port, host, resolve)
  })
  listener.on('error', error => log.error({ err: error }, 'a connection could not be accepted'))
  const sweeping = setInterval(() => connections.sweep(), limits.sweepMs).unref()
  return {
    url: urlOf(listener.address() as AddressInfo, options.tls ? 'https' : 'http'),
    close: async (graceMs, lingerMs = 0) => {
      const closed = new Promise<void>(resolve => listener.close(() => resolve()))
      connections.beginClosing()
      if (lingerMs > 0) await delay(lingerMs)
      connections.closeIdle()
      const cut = setTimeout(() => connections.destroyAll(), graceMs)
      await closed
      clearTimeout(cut)
      clearInterval(sweeping)
      http1.close()
    },
  }
}

function urlOf({ family, address, port }: AddressInfo, scheme: string): string {
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

function secureListener(
  { certFile, keyFile }: { certFile: string; keyFile: string },
  connections: Connections,
  begin: Begin,
  { limits, log }: ListenOptions,
): net.Server {
  const byPeer = new Map<string, Connection>()
  const server = tls.createServer({
    cert: readFileSync(certFile),
    key: readFileSync(keyFile),
    ALPNProtocols: ['h2', 'http/1.1'],
    handshakeTimeout: limits.handshakeMs,
    allowHalfOpen: true,
    noDelay: true,
  })
  server.on('connection', (socket: Socket) => {
    const connection = connections.accept(socket)
    if (!connection) return
    const peer = peerOf(socket)
    byPeer.set(peer, connection)
    socket.once('close', () => byPeer.delete(peer))
  })
  const destroy = (socket: TLSSocket) => socket.destroy()
  const agreed = (socket: TLSSocket) => {
    socket.on('error', () => socket.destroy())
    const connection = byPeer.get(peerOf(socket))
    if (connection) begin(connection, socket, socket.alpnProtocol === 'h2' ? 'http2' : 'http1')
    else socket.destroy()
  }
  server.on('secureConnection', cutting(log, agreed, destroy))
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  return server
}

/** Names a connection of one port, while it is open. */
const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`

function clearTextListener(connections: Connections, begin: Begin, log: Logger): net.Server {
  const accepted = (socket: Socket) => {
    const connection = connections.accept(socket)
    if (!connection) return
    const leave = () => connection.destroy()
    socket.on('error', leave)
    socket.once('end', leave)
    let first: Buffer = Buffer.alloc(0)
    const choose = () => {
      first = Buffer.concat([first, socket.read() ?? Buffer.alloc(0)])
      const undecided = first.length < HTTP2_PREFACE.length && HTTP2_PREFACE.subarray(0, first.length).equals(first)
      if (undecided) return void socket.once('readable', guardedChoose)
      socket.unshift(first)
      socket.off('end', leave)
      const isHttp2 = first.subarray(0, HTTP2_PREFACE.length).equals(HTTP2_PREFACE)
      begin(connection, socket, isHttp2 ? 'http2' : 'http1')
    }
    const guardedChoose = cutting(log, choose, leave)
    socket.once('readable', guardedChoose)
  }
  return net.createServer(
    { allowHalfOpen: true, noDelay: true },
    cutting(log, accepted, socket => socket.destroy()),
  )
}
