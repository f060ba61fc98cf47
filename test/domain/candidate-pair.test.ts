import { expect, it } from 'vitest'
import { selectedPair } from '../../src/domain/stats/candidate-pair.ts'
import type { JsonObject } from '../../src/domain/values/json.ts'

const pairWith = (local: JsonObject) => selectedPair({ connection: { id: 'CP1', local, remote: {} } })

it.each<[string, JsonObject, { tcp: boolean; relay: boolean; relayTcp: boolean }]>([
  ['a direct path', { candidateType: 'host', protocol: 'udp' }, { tcp: false, relay: false, relayTcp: false }],
  ['a TCP candidate', { candidateType: 'host', protocol: 'tcp' }, { tcp: true, relay: false, relayTcp: false }],
  [
    'a relay by UDP',
    { candidateType: 'relay', protocol: 'udp', relayProtocol: 'udp' },
    { tcp: false, relay: true, relayTcp: false },
  ],
  [
    'a relay by TLS',
    { candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' },
    { tcp: false, relay: true, relayTcp: true },
  ],
  [
    'a relay by TCP, as its URL says',
    { candidateType: 'relay', protocol: 'udp', url: 'turn:turn.example.org:443?transport=tcp' },
    { tcp: false, relay: true, relayTcp: true },
  ],
  [
    'a candidate that was learned of through a relay',
    { candidateType: 'prflx', protocol: 'udp', relayProtocol: 'udp' },
    { tcp: false, relay: true, relayTcp: false },
  ],
  [
    'one that was learned of directly',
    { candidateType: 'prflx', protocol: 'udp' },
    { tcp: false, relay: false, relayTcp: false },
  ],
])('%s', (_, local, expected) => {
  expect(pairWith(local)).toMatchObject(expected)
})
