import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressPolicies, coveredAddress } from '../../src/domain/privacy/address-policy.ts'
import { coverAddresses, coverReportAddresses } from '../../src/domain/privacy/covered-addresses.ts'
import type { JsonValue } from '../../src/domain/values/json.ts'

const sdp = (end: string, [origin, host, reflexive]: readonly [string, string, string]) =>
  [
    'v=0',
    `o=- 4058801857315255027 2 IN IP4 ${origin}`,
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=audio 52352 UDP/TLS/RTP/SAVPF 111 63',
    `c=IN IP4 ${host}`,
    `a=rtcp:9 IN IP4 ${host}`,
    `a=candidate:145881538 1 udp 2122260223 ${host} 52352 typ host generation 0 network-id 1`,
    `a=candidate:1 1 udp 1686052607 ${reflexive} 61000 typ srflx raddr ${host} rport 52352 generation 0`,
    'a=candidate:2 1 udp 1 5f6b1d5e-0c6c-4d1e-9c57-3f3f33c9d7a1.local 9 typ host',
    'a=fingerprint:sha-256 A3:4E:35:1D:47:40:B9:AA:53:4F:1B:31:19:07:11:22:33:44:55:66:77:88:99:00:AA:BB:CC:DD:EE:FF:00:11',
    'a=ice-ufrag:URMf',
    'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
    '',
  ].join(end)

describe('what a client reports', () => {
  const whole = ['127.0.0.1', '192.168.250.17', '8.8.4.4'] as const
  const networks = ['127.0.0.0', '192.168.250.0', '8.8.4.0'] as const
  const nothing = ['0.0.0.0', '0.0.0.0', '0.0.0.0'] as const

  it.each([
    ['line ends', '\r\n'],
    ['bare line feeds', '\n'],
    ['line ends in letters', '\\r\\n'],
  ])('has the addresses in SDP with %s covered', (_what, end) => {
    const said = { signalingState: 'stable', localDescription: { type: 'offer', sdp: sdp(end, whole) } }
    const covered = (addresses: typeof whole | typeof networks | typeof nothing) => ({
      ...said,
      localDescription: { type: 'offer', sdp: sdp(end, addresses) },
    })
    expect(coverAddresses(said, 'full')).toBe(said)
    expect(coverAddresses(said, 'truncated')).toEqual(covered(networks))
    expect(coverAddresses(said, 'none')).toEqual(covered(nothing))
    expect(coverAddresses(sdp(end, whole), 'none')).toBe(sdp(end, nothing))
  })

  it.each<[string, JsonValue, JsonValue, JsonValue]>([
    [
      'a candidate with its fields',
      {
        candidate: 'candidate:1 1 udp 1686052607 8.8.4.4 61000 typ srflx raddr 192.168.250.17 rport 5000 ufrag M+TU',
        address: '8.8.4.4',
        port: 61000,
        relatedAddress: '192.168.250.17',
        relatedPort: 5000,
        url: 'stun:192.0.2.9:3478',
      },
      {
        candidate: 'candidate:1 1 udp 1686052607 8.8.4.0 61000 typ srflx raddr 192.168.250.0 rport 5000 ufrag M+TU',
        address: '8.8.4.0',
        port: 61000,
        relatedAddress: '192.168.250.0',
        relatedPort: 5000,
        url: 'stun:192.0.2.9:3478',
      },
      {
        candidate: 'candidate:1 1 udp 1686052607 0.0.0.0 61000 typ srflx raddr 0.0.0.0 rport 5000 ufrag M+TU',
        address: '0.0.0.0',
        port: 61000,
        relatedAddress: '0.0.0.0',
        relatedPort: 5000,
        url: 'stun:192.0.2.9:3478',
      },
    ],
    [
      'an IPv6 candidate',
      { candidate: 'a=candidate:1 1 tcp 1 2001:db8:1:2::3 9 typ host tcptype active', address: '2001:db8:1:2::3' },
      { candidate: 'a=candidate:1 1 tcp 1 2001:db8:1:: 9 typ host tcptype active', address: '2001:db8:1::' },
      { candidate: 'a=candidate:1 1 tcp 1 :: 9 typ host tcptype active', address: '::' },
    ],
    [
      'candidates in a list',
      ['candidate:1 1 udp 1 10.1.2.3 9 typ host', { ip: '10.1.2.3', deeper: [{ ipAddress: '10.1.2.3' }] }],
      ['candidate:1 1 udp 1 10.1.2.0 9 typ host', { ip: '10.1.2.0', deeper: [{ ipAddress: '10.1.2.0' }] }],
      ['candidate:1 1 udp 1 0.0.0.0 9 typ host', { ip: '0.0.0.0', deeper: [{ ipAddress: '0.0.0.0' }] }],
    ],
    [
      'an error of a candidate, with its port',
      { hostCandidate: '10.1.2.3:5000', address: '[2001:db8:1:2::3]', errorCode: 701, url: 'turn:10.9.9.9' },
      { hostCandidate: '10.1.2.0:5000', address: '[2001:db8:1::]', errorCode: 701, url: 'turn:10.9.9.9' },
      { hostCandidate: '0.0.0.0:5000', address: '[::]', errorCode: 701, url: 'turn:10.9.9.9' },
    ],
    [
      'an address that the browser has cut itself',
      { hostCandidate: '192.168.0.x:5000', address: '192.168.0.x' },
      { hostCandidate: '192.168.0.x:5000', address: '192.168.0.x' },
      { hostCandidate: '0.0.0.0:5000', address: '0.0.0.0' },
    ],
  ])('has the addresses of %s covered', (_what, said, truncated, none) => {
    expect(coverAddresses(said, 'full')).toBe(said)
    expect(coverAddresses(said, 'truncated')).toEqual(truncated)
    expect(coverAddresses(said, 'none')).toEqual(none)
  })

  it('stays as it is where it has none', () => {
    const without = fc.jsonValue().filter(value => !/\d|::/.test(JSON.stringify(value)))
    fc.assert(
      fc.property(fc.oneof(without, fc.constant({ version: '1.2.3.4', at: '10.0.0.1', name: 'abc.local' })), value => {
        for (const policy of addressPolicies) {
          expect(JSON.stringify(coverAddresses(value as JsonValue, policy))).toBe(JSON.stringify(value))
        }
      }),
    )
  })

  it('keeps a key "__proto__" as a key', () => {
    const said = JSON.parse('{"__proto__":{"address":"10.1.2.3"}}')
    expect(JSON.stringify(coverAddresses(said, 'none'))).toBe('{"__proto__":{"address":"0.0.0.0"}}')
  })

  it('has no whole address left in it, and covered twice it is the same', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6())
    fc.assert(
      fc.property(fc.tuple(address, address, address), fc.constantFrom('\r\n', '\\r\\n'), (addresses, end) => {
        const said = { sdp: sdp(end, addresses), candidate: `candidate:1 1 udp 1 ${addresses[1]} 9 typ host` }
        for (const policy of ['truncated', 'none'] as const) {
          const covered = coverAddresses(said, policy)
          const words = JSON.stringify(covered).split(/[\s"\\]+/)
          for (const text of addresses) {
            if (coveredAddress(text, policy) !== text) expect(words).not.toContain(text)
          }
          expect(coverAddresses(covered, policy)).toEqual(covered)
        }
      }),
    )
  })

  it('differs from what a browser sent in nothing but the addresses', () => {
    const { requests } = JSON.parse(readFileSync('test/recordings/sdk-call.json', 'utf8'))
    const covered = (text: string) =>
      text
        .replaceAll(/127\.0\.0\.1|192\.0\.2\.2/g, '0.0.0.0')
        .replaceAll(/(?<=["\s[])(?:fd00::2|::1)(?=["\s\]])/g, '::')
    let differing = 0
    for (const { body } of requests as { body: string | null }[]) {
      const { data = null } = JSON.parse(body ?? '{}')
      const before = JSON.stringify(data)
      const after = JSON.stringify(coverAddresses(data, 'none'))
      expect(after).toBe(covered(before))
      if (after !== before) differing++
    }
    expect(differing).toBeGreaterThan(20)
  })
})

describe('a stats report', () => {
  const report = (address: string) => ({
    audio: { inbound: [{ id: 'address', address: '10.1.2.3' }], outbound: [] },
    connection: {
      timestamp: 1,
      local: { ip: address, address, port: 5000, candidateType: 'host', networkType: 'wifi' },
      remote: { ip: address, address, relatedAddress: address, port: 5001, candidateType: 'srflx' },
    },
  })

  it('has the addresses of its candidates covered', () => {
    const said = report('10.1.2.3')
    expect(coverReportAddresses(said, 'full')).toBe(said)
    expect(coverReportAddresses(said, 'truncated')).toEqual(report('10.1.2.0'))
    expect(coverReportAddresses(said, 'none')).toEqual(report('0.0.0.0'))
    expect(Object.keys(coverReportAddresses(said, 'none'))).toEqual(Object.keys(said))
  })

  it.each([{}, { connection: null }, { connection: [] }, { connection: 'x', audio: 1 }])('may be odd: %j', odd => {
    expect(coverReportAddresses(odd as never, 'none')).toEqual(odd)
  })
})
