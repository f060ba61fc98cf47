import { createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { describe, expect, it } from 'vitest'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import type { AddressPolicy } from '../../src/domain/privacy/address-policy.ts'
import { isJsonObject } from '../../src/domain/values/json.ts'
import { storedContents } from '../operations/support/stored-events.ts'
import { succeeded } from '../support/call.ts'
import { createDatabase, type Engine, engines, lightEngine } from '../support/database.ts'
import { startServerProcess } from '../support/server-process.ts'
import { readRows } from '../support/stored-rows.ts'
import { API_KEY } from '../support/test-config.ts'
import { exchange, startTestServer } from '../support/test-server.ts'

/** Addresses in what is sent: of the client itself, its local network, and the peer. */
interface Addresses {
  own: string
  local: string
  peer: string
}

const whole: Addresses = { own: '8.8.4.77', local: '192.168.17.23', peer: '2001:db8:17:23::42' }

const kept: Record<AddressPolicy, { session: string | null } & Addresses> = {
  full: { session: whole.own, ...whole },
  truncated: { session: '8.8.4.0', own: '8.8.4.0', local: '192.168.17.0', peer: '2001:db8:17::' },
  none: { session: null, own: '0.0.0.0', local: '0.0.0.0', peer: '::' },
}

const name = '5f6b1d5e-0c6c-4d1e-9c57-3f3f33c9d7a1.local'

const sdp = ({ local, own }: Addresses) =>
  `v=0\r\no=- 1 2 IN IP4 ${local}\r\nc=IN IP4 ${local}\r\na=candidate:1 1 udp 1 ${own} 9 typ srflx raddr ${local} rport 8\r\na=candidate:2 1 udp 1 ${name} 9 typ host\r\n`

const candidate = ({ own, local }: Addresses) => ({
  candidate: `candidate:1 1 udp 1 ${own} 61000 typ srflx raddr ${local} rport 8 ufrag M+TU`,
  address: own,
  port: 61000,
  type: 'srflx',
  relatedAddress: local,
  relatedPort: 8,
})

const failure = ({ local }: Addresses) => ({ hostCandidate: `${local}:5000`, url: 'stun:192.0.2.9', errorCode: 701 })

const description = (addresses: Addresses) => ({
  signalingState: 'stable',
  localDescription: { type: 'offer', sdp: sdp(addresses) },
})

const report = ({ own, peer }: Addresses) => ({
  audio: { inbound: [{ id: 'in', timestamp: 1, packetsReceived: 50 }], outbound: [] },
  video: { inbound: [], outbound: [] },
  connection: {
    timestamp: 1,
    bytesSent: 1,
    local: { candidateType: 'srflx', ip: own, address: own, port: 61000, networkType: 'wifi' },
    remote: { candidateType: 'host', ip: peer, address: peer, port: 9, protocol: 'udp' },
  },
})

const custom = { eventName: 'started', version: '1.2.3.4', at: whole.own }

/** Everything that is stored of the events below. */
const expected = (addresses: Addresses) => [
  null,
  description(addresses),
  candidate(addresses),
  failure(addresses),
  { kind: 'audio', label: name },
  custom,
  report(addresses),
  candidate(addresses),
  { ...report(addresses), remote: {} },
]

async function makeCall({ api, url }: Record<'api' | 'url', string>): Promise<string> {
  const headers = { 'x-real-ip': whole.own }
  const send = async (path: string, body: object) => succeeded(await exchange('POST', api + path, body, headers))
  const { token: initToken } = await send('/initialize', { apiKey: API_KEY, conferenceId: 'c', userId: 'u' })
  const { token } = await send('/sessions', { token: initToken })
  const added = await send('/connection', { token, eventName: 'addConnection', peerId: 'bob' })
  const about = { token, connectionId: added.connection_id, peerId: added.peer_id }
  await send('/connection', { ...about, eventName: 'onsignalingstatechange', data: description(whole) })
  await send('/connection', { ...about, eventName: 'onicecandidate', data: candidate(whole) })
  await send('/connection/batch', {
    token,
    data: [{ ...about, eventName: 'onicecandidateerror', data: failure(whole) }],
  })
  await send('/tracks', { ...about, event: 'ontrack', trackId: 't', data: { kind: 'audio', label: name } })
  await send('/events/browser', { token, eventName: 'custom', data: custom })
  await send('/stats', { ...about, data: report(whole) })

  const ingest = createClient(IngestService, createGrpcTransport({ baseUrl: url }))
  const bearer = { headers: { authorization: `Bearer ${token}` } }
  const event = { eventName: 'onicecandidate', peerId: about.peerId, connectionId: about.connectionId }
  const { candidate: text, address, port, type, relatedAddress, relatedPort } = candidate(whole)
  const fields = { candidate: text, address, port, type, relatedAddress, relatedPort }
  const data = {
    kind: {
      case: 'structValue' as const,
      value: {
        fields: Object.fromEntries(
          Object.entries(fields).map(([key, value]) => [
            key,
            typeof value === 'number'
              ? { kind: { case: 'numberValue' as const, value } }
              : { kind: { case: 'stringValue' as const, value } },
          ]),
        ),
      },
    },
  }
  await ingest.recordConnectionEvent({ ...event, data }, bearer)
  const stats = { ...report(whole), remote: {} }
  const statsJson = new TextEncoder().encode(JSON.stringify(stats))
  await ingest.recordStats(
    { connectionId: about.connectionId, report: { case: 'statsJson', value: statsJson } },
    bearer,
  )
  const { session } = await ingest.updateSession({}, bearer)
  const shown = succeeded(await exchange('PUT', `${api}/sessions`, { token })).data
  expect(Object.keys(shown)).not.toContain('client_address')
  return session?.clientAddress ?? ''
}

/** The database has its own order of the keys of JSON. */
const keysInOrder = (_key: string, value: unknown) =>
  isJsonObject(value) ? Object.fromEntries(Object.entries(value).toSorted()) : value

const sorted = (values: readonly unknown[]) => values.map(value => JSON.stringify(value, keysInOrder)).toSorted()

describe.each(
  engines().flatMap(engine => (['full', 'truncated', 'none'] as const).map(policy => [engine, policy] as const)),
)('on %s, with client addresses: %s', (engine: Engine, policy) => {
  it('sessions, events and issues hold of addresses what that says, and all else as it was sent', async () => {
    await using database = await createDatabase(engine)
    const settings = { clientAddresses: policy, trustedProxies: ['127.0.0.0/8'] }
    await using server = await startTestServer(engine, settings, database)
    expect(await makeCall(server)).toBe(kept[policy].session ?? '')
    await server.stop()
    expect(sorted(await storedContents(database))).toEqual(sorted(expected(kept[policy])))
    const [rows] = await readRows(
      database,
      `select (select client_address from session) as address,
                (select data from issue where code = 'icecandidateerror') as failure`,
      [],
    )
    expect(rows).toEqual({ address: kept[policy].session, failure: failure(kept[policy]) })
  })
})

describe('the log of a server with client addresses', () => {
  it.each(['full', 'truncated', 'none'] as const)('%s says no more of them, at any level', async policy => {
    await using database = await createDatabase(lightEngine())
    const environment = { TRUSTED_PROXIES: '127.0.0.0/8', CLIENT_ADDRESSES: policy, LOG_LEVEL: 'trace' }
    await using server = await startServerProcess(database, environment)
    await makeCall(server)
    await server.stop()
    const joining = server.log().find(({ route }) => route === '/initialize')
    expect(joining?.['address']).toBe(kept[policy].session)
    for (const address of Object.values(policy === 'full' ? {} : whole)) {
      expect(server.output.stdout).not.toContain(address)
    }
  })
})
