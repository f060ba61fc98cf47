import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addConnection,
  type Caller,
  join,
  type OpenConnection,
  playCall,
  statsReport,
  succeeded,
} from '../support/call.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { readRows } from '../support/stored-rows.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { bearer, callJson, type IngestClients, ingestClients, refusalIn, refusalOf } from './rpc.ts'
import { readStored } from './stored.ts'

const OTHER_KEY = 'f'.repeat(32)

type Connected = Caller & OpenConnection

let database: TestDatabase
let server: TestServer
let clients: IngestClients
let alice: Connected
/** Others with a connection of their own: in the same call, in another one, and in a call of another app. */
let others: { bob: Connected; carol: Connected; eve: Connected }

beforeAll(async () => {
  database = await createDatabase('embedded')
  await readRows(
    database,
    `insert into app
     select other.* from app, jsonb_populate_record(app, jsonb_build_object('id', $1::text, 'api_key', $2::text)) other`,
    [randomUUID(), OTHER_KEY],
  )
  server = await startTestServer('embedded', {}, database)
  clients = ingestClients(server.url)
  const connect = async (who: Parameters<typeof join>[1], peer: string): Promise<Connected> => {
    const caller = await join(server, who)
    return { ...caller, ...(await addConnection(server, caller, peer)) }
  }
  alice = await connect({ conferenceId: 'call', userId: 'alice' }, 'bob')
  others = {
    bob: await connect({ conferenceId: 'call', userId: 'bob' }, 'alice'),
    carol: await connect({ conferenceId: 'other call', userId: 'carol' }, 'dave'),
    eve: await connect({ conferenceId: 'call', userId: 'eve', apiKey: OTHER_KEY }, 'frank'),
  }
})

afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await database?.[Symbol.asyncDispose]()
})

const notFound = (thing: string) => ({ code: 'not_found', reason: `${thing}_not_found` })

const connectionIds: [string, () => string][] = [
  ['of another session', () => others.bob.connectionId],
  ['of another conference', () => others.carol.connectionId],
  ['of another app', () => others.eve.connectionId],
  ['that is a participant', () => alice.peerId],
  ['that nothing has', () => randomUUID()],
  ['that is no UUID', () => 'connection'],
  ['with something behind it', () => `${alice.connectionId}\u0000`],
]

describe.each(connectionIds)('a connection %s', (_name, id) => {
  it('takes nothing over HTTP', async () => {
    const { token, peerId } = alice
    const connectionId = id()
    const closed = { token, connectionId, peerId, eventName: 'onconnectionstatechange', data: 'closed' }
    const track = { token, connectionId, trackId: 't', event: 'mute' }
    const replies = [
      await server.post('/stats', { token, connectionId, data: statsReport(1) }),
      await server.post('/connection', closed),
      await server.post('/connection', { ...closed, eventName: 'removeConnection' }),
      await server.post('/events/browser', closed),
      await server.post('/events/browser', { token, connectionId, eventName: 'custom' }),
      await server.post('/events/get-user-media', { token, connectionId, eventName: 'getUserMedia' }),
      await server.post('/tracks', track),
      await server.put('/tracks', track),
    ]
    expect(replies.map(reply => reply.body?.error_code)).toEqual(replies.map(() => 'connection_not_found'))
    expect(replies.map(reply => reply.status)).toEqual(replies.map(() => 400))
    const batch = succeeded(await server.post('/connection/batch', { token, data: [closed] }))
    expect(batch.results).toMatchObject([{ ok: false, error_code: 'connection_not_found' }])
  })

  it('takes nothing over RPC', async () => {
    const { peerId } = alice
    const connectionId = id()
    const closed = { connectionId, peerId, eventName: 'onconnectionstatechange', data: 'closed' }
    const calls = [
      await callJson(server.url, 'RecordStats', { connectionId, stats: statsReport(1) }, alice),
      await callJson(server.url, 'RecordConnectionEvent', closed, alice),
      await callJson(server.url, 'AddTrack', { connectionId, trackIdentifier: 't' }, alice),
      await callJson(server.url, 'UpdateTrack', { connectionId, trackIdentifier: 't', eventName: 'mute' }, alice),
    ]
    expect(calls.map(refusalIn)).toEqual(calls.map(() => notFound('connection')))
    const entries = [{ connectionEvent: closed }]
    const batch = succeeded(await callJson(server.url, 'BatchRecordEvents', { entries }, alice))
    expect(batch.results).toMatchObject([{ rejected: { error: { reason: 'connection_not_found' } } }])
    const grpc = clients.grpc.recordStats({ connectionId, report: { case: 'stats', value: {} } }, bearer(alice.token))
    expect(await refusalOf(grpc)).toEqual(notFound('connection'))
  })
})

const peerIds: [string, () => string][] = [
  ['of another conference', () => others.carol.peerId],
  ['of another conference, by user id', () => 'carol'],
  ['of another app', () => others.eve.peerId],
  ['of another app, by user id', () => 'eve'],
  ['that is a connection', () => alice.connectionId],
  ['that nothing has', () => randomUUID()],
  ['with SQL in it', () => "bob' or '1'='1"],
]

describe.each(peerIds)('a peer %s', (_name, id) => {
  it('is not found over HTTP and RPC', async () => {
    const { token, connectionId, trackId } = { ...alice, trackId: 't' }
    const peerId = id()
    const event = { token, connectionId, peerId, eventName: 'peerDetails' }
    const replies = [
      await server.post('/connection', event),
      await server.post('/events/browser', event),
      await server.post('/events/get-user-media', event),
      await server.post('/tracks', { token, connectionId, peerId, trackId, event: 'ontrack' }),
      await server.put('/tracks', { token, peerId, trackId, event: 'mute' }),
    ]
    expect(replies.map(reply => reply.body?.error_code)).toEqual(replies.map(() => 'participant_not_found'))
    const message = { connectionId, peerId, eventName: 'peerDetails' }
    const refused = await refusalOf(clients.grpc.recordConnectionEvent(message, bearer(token)))
    expect(refused).toEqual(notFound('participant'))
  })
})

describe('oneself', () => {
  it('is no peer', async () => {
    const { token, userId } = alice
    const expected = { code: 'invalid_argument', reason: 'participant_equal_peer' }
    const aliceId = others.bob.peerId
    for (const peerId of [userId, aliceId]) {
      const reply = await server.post('/connection', { token, peerId, eventName: 'peerDetails' })
      expect([reply.status, reply.body?.error_code]).toEqual([400, 'participant_equal_peer'])
      const call = clients.connect.recordConnectionEvent({ peerId, eventName: 'peerDetails' }, bearer(token))
      expect(await refusalOf(call)).toEqual(expected)
    }
    const added = await server.post('/connection', { token, peerId: userId, eventName: 'addConnection' })
    expect(added.body?.error_code).toBe('participant_equal_peer')
    expect(await refusalOf(clients.grpc.addConnection({ externalPeerId: userId }, bearer(token)))).toEqual(expected)
  })
})

describe('what belongs to another app', () => {
  it.each([
    [{ conferenceId: 'other call' }, 'conference'],
    [{ userId: 'carol' }, 'participant'],
  ])('has no page for it: %j', async (ids, thing) => {
    const reply = await server.post('/services/get-url', { apiKey: OTHER_KEY, ...ids })
    expect([reply.status, reply.body?.error_code]).toEqual([400, `${thing}_not_found`])
    const subject = 'userId' in ids ? { externalUserId: ids.userId } : { externalConferenceId: ids.conferenceId }
    const call = await callJson(server.url, 'GetPageUrl', { apiKey: OTHER_KEY, ...subject })
    expect(refusalIn(call)).toEqual(notFound(thing))
  })

  it('cannot be stopped by it', async () => {
    const reply = await server.post('/services/stop-conference', { apiKey: OTHER_KEY, conferenceId: 'other call' })
    expect([reply.status, reply.body?.error_code]).toEqual([400, 'conference_not_found'])
    const call = clients.connect.stopConference({ apiKey: OTHER_KEY, externalConferenceId: 'other call' })
    expect(await refusalOf(call)).toEqual(notFound('conference'))
  })
})

describe('what another session has', () => {
  it('is not its track', async () => {
    const { token, connectionId } = others.bob
    succeeded(await server.post('/tracks', { token, connectionId, trackId: 'of bob', event: 'ontrack' }))
    const muted = await server.put('/tracks', { token: alice.token, trackId: 'of bob', event: 'mute' })
    expect([muted.status, muted.body?.error_code]).toEqual([400, 'track_not_found'])
    const call = clients.grpc.updateTrack({ trackIdentifier: 'of bob', eventName: 'mute' }, bearer(alice.token))
    expect(await refusalOf(call)).toEqual(notFound('track'))
  })

  it.each(['bob', 'carol', 'eve'] as const)('is not its connection, by the event id that %s chose', async name => {
    const event = { externalPeerId: 'zoe', eventId: randomUUID() }
    const theirs = await clients.connect.addConnection(event, bearer(others[name].token))
    const ours = await clients.connect.addConnection(event, bearer(alice.token))
    expect(ours.connectionId).not.toBe(theirs.connectionId)
    const report = { connectionId: ours.connectionId, report: { case: 'stats', value: {} } } as const
    await expect(clients.connect.recordStats(report, bearer(alice.token))).resolves.toBeDefined()
  })

  it('was not changed by all that', async () => {
    for (const { token, connectionId } of [alice, ...Object.values(others)]) {
      succeeded(await server.post('/stats', { token, connectionId, data: statsReport(2) }))
    }
    await expect(playCall(server)).resolves.toBeUndefined()
  })

  it('does not swallow what has the same event id: both were told that it is on disk', async () => {
    const eventId = randomUUID()
    for (const { token } of [others.bob, alice]) {
      await clients.grpc.recordBrowserEvent({ eventName: 'same id', eventId }, bearer(token))
    }
    const { sameId } = await readStored(server, { sameId: `select session_id from event where type = 'same id'` })
    expect(sameId).toHaveLength(2)
  })
})
