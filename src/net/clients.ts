import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import type { Client } from '../domain/call/client.ts'
import { type AddressPolicy, keptAddress } from '../domain/privacy/address-policy.ts'
import { plainAddress } from '../domain/privacy/client-key.ts'

type Request = Pick<IncomingMessage, 'headers' | 'socket'>

/**
 * Says who sent a request. Forwarding headers are believed only as far as trusted proxies wrote them: anybody can send
 * any header.
 */
export class Clients {
  readonly #trusted = new BlockList()
  readonly #policy: AddressPolicy

  /** @param trustedProxies addresses and networks (CIDR) */
  constructor(trustedProxies: readonly string[], policy: AddressPolicy) {
    this.#policy = policy
    for (const network of trustedProxies) {
      const [address = '', prefix] = network.split('/')
      const family = familyOf(address)
      if (prefix === undefined) this.#trusted.addAddress(address, family)
      else this.#trusted.addSubnet(address, Number(prefix), family)
    }
  }

  of(request: Request): Client {
    const peer = plainAddress(request.socket?.remoteAddress ?? '')
    const isProxied = this.isTrusted(peer)
    const address = isProxied ? this.#forwardedAddress(request, peer) : peer
    return {
      address,
      keptAddress: keptAddress(address, this.#policy),
      isSecure: isEncrypted(request) || (isProxied && lastOf(request.headers['x-forwarded-proto']) === 'https'),
      host: hostOf(request, isProxied),
      proxyHeaders: isProxied ? request.headers : null,
    }
  }

  /** `X-Real-IP`, else the last address of `X-Forwarded-For` that is no trusted proxy; else the peer's. */
  #forwardedAddress(request: Request, peer: string): string {
    const real = plainAddress(headerText(request.headers['x-real-ip']))
    if (isIP(real)) return real
    const forwarded = headerText(request.headers['x-forwarded-for']).split(',').map(plainAddress).filter(isIP)
    return forwarded.findLast(address => !this.isTrusted(address)) ?? forwarded[0] ?? peer
  }

  /** Whether a trusted proxy has the address. */
  isTrusted(address: string): boolean {
    const plain = plainAddress(address)
    return isIP(plain) !== 0 && this.#trusted.check(plain, familyOf(plain))
  }
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

const isEncrypted = ({ socket }: Request) => 'encrypted' in socket && socket.encrypted === true

/** The entry of a header that the proxy next to this server added. */
const lastOf = (header: string | string[] | undefined): string => headerText(header).split(',').at(-1)?.trim() ?? ''

/** HTTP/2 names the host in a field of its own. */
function hostOf({ headers }: Request, isProxied: boolean): string {
  const forwarded = isProxied ? lastOf(headers['x-forwarded-host']) : ''
  return (forwarded || headerText(headers[':authority']) || headerText(headers.host)).toLowerCase()
}

const headerText = (header: string | string[] | undefined): string =>
  Array.isArray(header) ? header.join(',') : (header ?? '')
