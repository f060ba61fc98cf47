import { BlockList, isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coveredAddress, keptAddress } from '../../src/domain/privacy/address-policy.ts'
import { isPublicAddress } from '../../src/domain/privacy/public-address.ts'

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Whether two addresses are in the same network of that many bits. */
function shareNetwork(a: string, b: string, prefix: number): boolean {
  const network = new BlockList()
  network.addSubnet(a, prefix, familyOf(a))
  return network.check(b, familyOf(b))
}

describe('an address under a policy', () => {
  it.each([
    ['198.51.100.77', '198.51.100.0', '0.0.0.0'],
    ['10.0.0.1', '10.0.0.0', '0.0.0.0'],
    ['0.0.0.0', '0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.0', '0.0.0.0'],
    ['192.168.0.x', '192.168.0.x', '0.0.0.0'],
    ['2001:db8:abcd:12:34:56:78:9a', '2001:db8:abcd::', '::'],
    ['2001:DB8:ABCD::1', '2001:db8:abcd::', '::'],
    ['2001:db8::1', '2001:db8::', '::'],
    ['::1', '::', '::'],
    ['::', '::', '::'],
    ['fe80::1%eth0', 'fe80::', '::'],
    ['::ffff:198.51.100.77', '::ffff:198.51.100.0', '::'],
    ['64:ff9b::198.51.100.77', '64:ff9b::', '::'],
    // 6to4: 2002, then the four bytes of an IPv4 address.
    ['2002:c633:644d::1', '2002:c633:6400::', '::'],
    ['2001:db8:abcd:x:x:x:x:x', '2001:db8:abcd:x:x:x:x:x', '::'],
  ])('%s is kept as %s, or covered as %s', (address, truncated, unspecified) => {
    expect(coveredAddress(address, 'full')).toBe(address)
    expect(coveredAddress(address, 'truncated')).toBe(truncated)
    expect(coveredAddress(address, 'none')).toBe(unspecified)
  })

  it.each(['', 'x', '5f6b1d5e-0c6c-4d1e-9c57-3f3f33c9d7a1.local', 'example.org', '1.2.3', '1.2.3.4.5', '256.1.1.1'])(
    'stays when it is none: "%s"',
    text => {
      for (const policy of ['full', 'truncated', 'none'] as const) expect(coveredAddress(text, policy)).toBe(text)
      expect(keptAddress(text, 'full')).toBeNull()
    },
  )

  it('is kept whole, as its network, or not at all', () => {
    expect(keptAddress('198.51.100.77', 'full')).toBe('198.51.100.77')
    expect(keptAddress('fe80::1%eth0', 'full')).toBe('fe80::1')
    expect(keptAddress('198.51.100.77', 'truncated')).toBe('198.51.100.0')
    expect(keptAddress('198.51.100.77', 'none')).toBeNull()
  })

  it('stays an address of its network and family, the same for all of the network', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), address => {
        const covered = coveredAddress(address, 'truncated')
        expect(isIP(covered)).toBe(isIP(address))
        expect(shareNetwork(address, covered, isIP(address) === 4 ? 24 : 40)).toBe(true)
        expect(coveredAddress(covered, 'truncated')).toBe(covered)
        expect(coveredAddress(address, 'none')).toBe(isIP(address) === 4 ? '0.0.0.0' : '::')
      }),
    )
  })

  it('is the same for every address of an IPv6 /48', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map(value => value.toString(16))
    const host = fc.tuple(group, group, group, group, group)
    fc.assert(
      fc.property(fc.tuple(group, group, group), host, host, (network, one, other) => {
        const at = (rest: string[]) => coveredAddress([...network, ...rest].join(':'), 'truncated')
        expect(at(one)).toBe(at(other))
      }),
    )
  })
})

describe('an address that can be looked up', () => {
  it.each(['8.8.8.8', '1.1.1.1', '100.128.0.1', '172.32.0.1', '223.255.255.255', '2606:4700::1111'])('is %s', address =>
    expect(isPublicAddress(address)).toBe(true),
  )

  it.each([
    '',
    'localhost',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.1.1',
    '172.16.0.1',
    '192.168.1.1',
    '198.51.100.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '2001:db8::1',
  ])('is not "%s"', address => expect(isPublicAddress(address)).toBe(false))
})
