import { network64 } from './address-policy.ts'

/** IPv4 addresses arrive as `::ffff:192.0.2.1` on a socket that listens on both families. */
export const plainAddress = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/i, '')

/**
 * The client that limits count: an IPv4 address, or an IPv6 /64, within which a subscriber changes addresses at will
 * (RFC 6177).
 */
export function clientKey(address: string): string {
  const plain = plainAddress(address)
  return plain.includes(':') ? network64(plain) : plain
}
