import { BlockList, isIP } from 'node:net'

/**
 * Networks whose addresses say nothing about where a client is: this host, private, shared, link-local, documentation,
 * benchmarking, multicast, reserved. From the IANA special-purpose registries (RFC 6890).
 */
const special = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/127',
  '64:ff9b:1::/48',
  '100::/64',
  '2001:db8::/32',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
]

const specialNetworks = new BlockList()
for (const network of special) {
  const [address = '', prefix] = network.split('/')
  specialNetworks.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Whether an address can be looked up in a table of the world's networks. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address)
  return version !== 0 && !specialNetworks.check(address, version === 6 ? 'ipv6' : 'ipv4')
}
