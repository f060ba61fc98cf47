import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

type Request = Pick<IncomingMessage, 'headers' | 'socket'>

/**
 * Says from which address a request comes. Forwarding headers are believed only as far as trusted proxies wrote them:
 * anybody can send any header.
 */
export class ClientAddress {
  readonly #trusted = new BlockList()

  /** @param trustedProxies addresses and networks (CIDR) */
  constructor(trustedProxies: readonly string[]) {
    for (const network of trustedProxies) {
      const [address = '', prefix] = network.split('/')
      const family = familyOf(address)
      if (prefix === undefined) this.#trusted.addAddress(address, family)
      else this.#trusted.addSubnet(address, Number(prefix), family)
    }
  }

  /** `X-Real-IP`, else the last address of `X-Forwarded-For` that is no trusted proxy; else the peer's. */
  of(request: Request): string {
    const peer = plainAddress(request.socket?.remoteAddress ?? '')
    if (!this.#isTrusted(peer)) return peer
    const real = plainAddress(headerText(request.headers['x-real-ip']))
    if (isIP(real)) return real
    const forwarded = headerText(request.headers['x-forwarded-for']).split(',').map(plainAddress).filter(isIP)
    return forwarded.findLast(address => !this.#isTrusted(address)) ?? forwarded[0] ?? peer
  }

  /** Whether the client speaks TLS, to us or to a trusted proxy. */
  isSecure(request: Request): boolean {
    if ('encrypted' in request.socket && request.socket.encrypted === true) return true
    const isForwarded = this.#isTrusted(plainAddress(request.socket?.remoteAddress ?? ''))
    return isForwarded && headerText(request.headers['x-forwarded-proto']) === 'https'
  }

  #isTrusted(address: string): boolean {
    return isIP(address) !== 0 && this.#trusted.check(address, familyOf(address))
  }
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

const headerText = (header: string | string[] | undefined): string =>
  Array.isArray(header) ? header.join(',') : (header ?? '')

/** IPv4 addresses arrive as `::ffff:192.0.2.1` on a socket that listens on both families. */
const plainAddress = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/i, '')
