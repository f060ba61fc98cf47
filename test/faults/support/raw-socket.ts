import { once } from 'node:events'
import net, { type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import tls from 'node:tls'
import { fileURLToPath } from 'node:url'

/** A certificate for localhost that signs itself. */
export const certificate = {
  certFile: fileURLToPath(new URL('../../operations/support/tls-cert.pem', import.meta.url)),
  keyFile: fileURLToPath(new URL('../../operations/support/tls-key.pem', import.meta.url)),
}

/** A connection on which a test sends bytes of its own, and what came back. */
export interface RawSocket {
  socket: Socket
  /** All that was received, one character a byte. */
  received(): string
  send(bytes: string | Buffer): void
  /** How long the server took to close it, in ms; undefined when it did not within the limit. */
  closedWithin(limitMs: number): Promise<number | undefined>
  /** Resolves when that was received. */
  until(condition: (received: string) => boolean, limitMs?: number): Promise<void>
}

export interface RawSocketOptions {
  /** What is offered by ALPN, on a server with TLS. */
  protocol?: 'h2' | 'http/1.1'
  localAddress?: string
  /** Ends only its own side when it ends. */
  allowHalfOpen?: boolean
}

/** Opens a connection to a server, over TLS where it speaks that. */
export async function openSocket(url: string, options: RawSocketOptions = {}): Promise<RawSocket> {
  const { protocol: scheme, hostname, port } = new URL(url)
  const { localAddress, allowHalfOpen = true, protocol = 'http/1.1' } = options
  const target = { port: Number(port), host: hostname, allowHalfOpen, ...(localAddress ? { localAddress } : {}) }
  const isSecure = scheme === 'https:'
  const raw = net.connect(target).on('error', () => {})
  const socket = isSecure
    ? tls.connect({ socket: raw, rejectUnauthorized: false, ALPNProtocols: [protocol], servername: 'localhost' })
    : raw
  const openedAt = performance.now()
  let text = ''
  let closedAt: number | undefined
  socket.on('error', () => {})
  socket.on('data', chunk => {
    text += chunk.toString('latin1')
  })
  const closed = new Promise<void>(resolve => {
    // A server that ends its side has done with the connection.
    for (const event of ['end', 'close']) {
      socket.once(event, () => {
        closedAt ??= performance.now()
        resolve()
      })
    }
  })
  await Promise.race([once(socket, isSecure ? 'secureConnect' : 'connect'), closed])
  return {
    socket,
    received: () => text,
    send: bytes => void socket.write(bytes),
    closedWithin: async limitMs => {
      await Promise.race([closed, delay(limitMs)])
      return closedAt === undefined ? undefined : closedAt - openedAt
    },
    until: async (condition, limitMs = 5000) => {
      for (const end = Date.now() + limitMs; !condition(text); await delay(5)) {
        if (Date.now() > end) throw new Error(`Only this was received: ${JSON.stringify(text.slice(0, 500))}`)
      }
    },
  }
}

/** The status of the first answer that was received over HTTP/1.1; 0: none. */
export const statusOf = (received: string): number => Number(/^HTTP\/1\.[01] (\d{3})/.exec(received)?.[1] ?? 0)
