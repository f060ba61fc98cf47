import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { PrivacyService } from '../gen/peermetrics/admin/v1/privacy_service_pb.js'
import { QueryService } from '../gen/peermetrics/query/v1/query_service_pb.js'
import { ADMIN_API_TOKEN, clientOf } from './support/accounts.ts'
import { addConnection, join, succeeded } from './support/call.ts'
import { createDatabase, engines, type TestDatabase } from './support/database.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

const ADDRESS = '203.0.113.7'

/** A report whose remote candidate has the address of the other side. */
const report = (timestamp: number) => ({
  audio: { inbound: [{ id: 'in', timestamp, trackIdentifier: 'heard', packetsReceived: 50 }], outbound: [] },
  video: { inbound: [], outbound: [] },
  connection: {
    timestamp,
    bytesSent: 1000,
    local: { candidateType: 'host', ip: '192.0.2.1' },
    remote: { candidateType: 'host', ip: ADDRESS, address: ADDRESS, port: 5000 },
  },
})

/** Ann and Zoe call each other; each reports about the other. */
async function call(server: TestServer) {
  const conferenceId = 'a call'
  const zoe = await join(server, { conferenceId, userId: 'zoe-4711' }, { platform: { name: 'the browser of zoe' } })
  const ann = await join(server, { conferenceId, userId: 'ann' })
  succeeded(
    await server.post('/initialize', {
      apiKey: server.apiKey,
      conferenceId,
      userId: 'zoe-4711',
      userName: 'Zoe Zimmer',
    }),
  )
  for (const [caller, peer] of [
    [zoe, 'ann'],
    [ann, 'zoe-4711'],
  ] as const) {
    const { token } = caller
    const { connectionId, peerId } = await addConnection(server, caller, peer)
    const about = { token, connectionId, peerId }
    const details = { eventName: 'peerDetails', data: { options: { peerId: peer }, name: 'Zoe Zimmer' } }
    succeeded(await server.post('/connection', { ...about, ...details }))
    const remote = { type: 'answer', sdp: `v=0\r\nc=IN IP4 ${ADDRESS}\r\n` }
    const signaling = { signalingState: 'stable', remoteDescription: remote }
    succeeded(await server.post('/connection', { ...about, eventName: 'onsignalingstatechange', data: signaling }))
    for (let at = 1; at <= 3; at++) {
      succeeded(await server.post('/stats', { token, connectionId, data: report(at) }))
    }
  }
  for (const { token } of [zoe, ann]) succeeded(await server.post('/events/browser', { token, eventName: 'endCall' }))
}

/** Everything that the tables hold, as text. */
async function everything(server: TestServer): Promise<string> {
  const tables = [
    'conference_participant',
    'analysis',
    'conference',
    'participant',
    'session',
    'connection',
    'track',
    'issue',
    'event',
    'summary',
  ]
  const sql = tables.map(table => `select to_jsonb(t)::text as text from ${table} t`).join(' union all ')
  return (await server.rows<{ text: string }>(sql)).map(row => row.text).join('\n')
}

describe.each(engines())('the data of a participant on %s', engine => {
  let database: TestDatabase
  let server: TestServer
  let zoe: string
  const queries = () => clientOf(QueryService, server, ADMIN_API_TOKEN)
  const privacy = () => clientOf(PrivacyService, server, ADMIN_API_TOKEN)

  beforeAll(async () => {
    database = await createDatabase(engine)
    server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN }, database)
    await call(server)
    const { matches } = await queries().search({ query: 'zoe-4711' })
    zoe = matches[0]?.id ?? ''
    const conferenceId = (await queries().listConferences({ participantId: zoe })).rows[0]?.conference?.id ?? ''
    await vi.waitFor(async () => {
      expect((await queries().getConferenceSummary({ conferenceId })).progress.case).toBe('summary')
    }, 20_000)
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  async function exported() {
    let text = ''
    for await (const { jsonLines } of privacy().exportParticipant({ participantId: zoe })) {
      text += Buffer.from(jsonLines).toString('utf8')
    }
    return text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as { kind: string; record: Record<string, unknown> })
  }

  it('is exported line by line, without that of others', async () => {
    const records = await exported()
    expect(records[0]).toMatchObject({ kind: 'participant', record: { participant_id: 'zoe-4711' } })
    const kinds = Map.groupBy(records, record => record.kind)
    expect(kinds.get('session')).toHaveLength(1)
    expect(kinds.get('connection')).toHaveLength(1)
    expect(kinds.get('conference')).toMatchObject([{ record: { participant_verdict: { participant: zoe } } }])
    expect(kinds.get('event')?.length).toBeGreaterThan(6)
    const owners = records.flatMap(({ kind, record }) => (kind === 'event' ? [record['participant']] : []))
    expect(new Set(owners)).toEqual(new Set([zoe]))
  })

  it('is erased, with its names and addresses in what others reported, who keep their own', async () => {
    const before = await queries().listEvents({ conferenceId: (await conferenceOfAnn()) ?? '', pageSize: 200 })
    const erased = await privacy().eraseParticipant({ participantId: zoe })
    expect(erased).toMatchObject({ sessionCount: 1, connectionCount: 1 })
    expect(erased.eventCount).toBeGreaterThan(5n)
    await expect(queries().getParticipant({ participantId: zoe })).rejects.toThrow(/not found/)
    expect((await queries().search({ query: 'zoe-4711' })).matches).toEqual([])
    const after = await queries().listEvents({ conferenceId: (await conferenceOfAnn()) ?? '', pageSize: 200 })
    const text = JSON.stringify(after.events.map(event => event.data))
    for (const trace of ['zoe', 'Zoe', ADDRESS]) expect(text).not.toContain(trace)
    expect(text).toContain('192.0.2.1')
    const own = before.events.filter(event => event.participantId !== zoe)
    expect(after.events.map(event => event.id)).toEqual(own.map(event => event.id))
    const summary = await queries().getConferenceSummary({ conferenceId: (await conferenceOfAnn()) ?? '' })
    if (summary.progress.case !== 'summary') return expect.unreachable('the summary is gone')
    expect(summary.progress.value.snapshots).toHaveLength(3)
    expect(JSON.stringify(summary.progress.value.snapshots.map(each => each.peerId))).not.toContain(zoe)
  })

  it('leaves no trace in the tables, but a note that it was erased', async () => {
    const text = await everything(server)
    for (const trace of ['zoe-4711', 'Zoe Zimmer', 'browser of zoe', zoe]) expect(text).not.toContain(trace)
    const [entry] = await server.rows("select * from audit_entry where action = 'erase_participant'")
    expect(entry).toMatchObject({ subject_id: zoe, credential: 'configured' })
  })

  const conferenceOfAnn = async () => {
    const { matches } = await queries().search({ query: 'ann' })
    const ann = matches.find(match => match.externalId === 'ann')
    return (await queries().listConferences({ participantId: ann?.id ?? '' })).rows[0]?.conference?.id
  }
})
