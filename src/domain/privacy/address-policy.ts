import { isIP } from 'node:net'

/** Part of clients' network addresses that is kept: all, the network (IPv4 /24, IPv6 /48), or nothing. */
export const addressPolicies = ['full', 'truncated', 'none'] as const
export type AddressPolicy = (typeof addressPolicies)[number]

/** Part of a client's own address that may be kept; null: nothing, also for a text that is no address. */
export function keptAddress(address: string, policy: AddressPolicy): string | null {
  const plain = withoutZone(address)
  if (policy === 'none' || isIP(plain) === 0) return null
  return coveredAddress(plain, policy)
}

/**
 * The address as it stands in a kept text: under `truncated` the first one of its network, under `none` the unspecified
 * address (`0.0.0.0`, `::`), so that the text keeps its grammar. A text that is no address, such as an mDNS name, is
 * returned as it is.
 */
export function coveredAddress(text: string, policy: AddressPolicy): string {
  if (policy === 'full') return text
  // Browsers write x for what they do not want to tell: 192.168.0.x.
  const version = isIP(text.replaceAll('x', '0'))
  if (version === 0) return text
  if (policy === 'none') return version === 4 ? '0.0.0.0' : '::'
  if (text.includes('x')) return text
  return version === 4 ? network24(text) : network48(withoutZone(text))
}

/** `fe80::1%eth0` names an interface of the sender, too. */
const withoutZone = (address: string): string => address.replace(/%.*$/, '')

const network24 = (address: string): string => address.replace(/\d+$/, '0')

const mapped = /^(::ffff:)(\d+\.\d+\.\d+\.\d+)$/i

function network48(address: string): string {
  const [, prefix, inner] = mapped.exec(address) ?? []
  if (prefix && inner) return prefix + network24(inner)
  const [first = '0', second = '0', third = '0'] = groups(address)
  // 6to4 (RFC 3056) carries a whole IPv4 address in its first 48 bits.
  const last = first === '2002' ? (Number.parseInt(third, 16) & 0xff00).toString(16) : third
  return canonical(`${first}:${second}:${last}::`)
}

/** The /64 network of an IPv6 address; a text that is no IPv6 address is returned as it is. */
export function network64(address: string): string {
  const plain = withoutZone(address)
  return isIP(plain) === 6 ? canonical(`${groups(plain).slice(0, 4).join(':')}::`) : address
}

/** The eight groups of an IPv6 address. */
function groups(address: string): string[] {
  const [head = '', tail = ''] = canonical(address).split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
}

/** As RFC 5952 writes it, which is what the URL parser does. */
const canonical = (address: string): string => new URL(`http://[${address}]/`).hostname.slice(1, -1)
