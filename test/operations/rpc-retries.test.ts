import { createHash } from 'node:crypto'
import { durationFromMs } from '@bufbuild/protobuf/wkt'
import { type Client, createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { uuidOfDigest } from '../../src/domain/values/uuid.ts'
import { createDatabase, engines, type TestDatabase } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { joinCall } from './support/page.ts'
import { readTogether } from './support/stored-events.ts'

type Ingest = Client<typeof IngestService>

const text = (value: string) => ({ kind: { case: 'stringValue' as const, value } })

const emptyPoll = { case: 'stats', value: { connection: {} } } as const
const emptyPollJson = { case: 'statsJson', value: Buffer.from('{"connection":{}}') } as const

/** A client that speaks for a new session, with a connection to bob. */
async function connectedClient({ url, api }: TestServer, userId: string) {
  const { token } = await joinCall(api, { conferenceId: 'rpc', userId })
  const client = clientOf(url, token)
  return { token, client, ids: await client.addConnection({ externalPeerId: 'bob' }) }
}

const clientOf = (baseUrl: string, token: string): Ingest =>
  createClient(
    IngestService,
    createGrpcTransport({
      baseUrl,
      interceptors: [
        next => request => {
          request.header.set('authorization', `Bearer ${token}`)
          return next(request)
        },
      ],
    }),
  )

/** The id that a session's event has in the database when its sender named it. */
function storedId(token: string, eventId: string): string {
  const { s: session } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  return uuidOfDigest(createHash('sha256').update(`${session} ${eventId}`).digest())
}

type Ids = Awaited<ReturnType<typeof connectedClient>>['ids']
type Send = (client: Ingest, once: { eventId: string; age: ReturnType<typeof durationFromMs> }, ids: Ids) => unknown

const idsOf = ({ peerId, connectionId }: Ids) => ({ peerId, connectionId })

const browserEvent =
  (eventName: string): Send =>
  (client, once) =>
    client.recordBrowserEvent({ eventName, ...once })

/** Every RPC that records; the one that ends the session last. */
const records: [string, Send][] = [
  ['RecordBrowserEvent', browserEvent('tick')],
  ['RecordGetUserMediaEvent', (client, once) => client.recordGetUserMediaEvent({ eventName: 'getUserMedia', ...once })],
  ['AddConnection', (client, once) => client.addConnection({ externalPeerId: 'carol', ...once })],
  [
    'RecordConnectionEvent without effect',
    (client, once, ids) =>
      client.recordConnectionEvent({ eventName: 'onicecandidate', data: text('c'), ...idsOf(ids), ...once }),
  ],
  [
    'RecordConnectionEvent with an effect',
    (client, once, ids) =>
      client.recordConnectionEvent({
        eventName: 'onconnectionstatechange',
        data: text('disconnected'),
        ...idsOf(ids),
        ...once,
      }),
  ],
  ['RecordStats', (client, once, { connectionId }) => client.recordStats({ connectionId, report: emptyPoll, ...once })],
  [
    'RecordStats as JSON',
    (client, once, { connectionId }) => client.recordStats({ connectionId, report: emptyPollJson, ...once }),
  ],
  ['AddTrack', (client, once, { connectionId }) => client.addTrack({ connectionId, trackIdentifier: 't', ...once })],
  ['UpdateTrack', (client, once) => client.updateTrack({ trackIdentifier: 't', eventName: 'mute', ...once })],
  [
    'BatchRecordEvents',
    (client, once) =>
      client.batchRecordEvents({
        entries: [{ event: { case: 'browserEvent', value: { eventName: 'tick', ...once } } }],
      }),
  ],
  [
    'BatchRecordEvents with AddConnection',
    (client, once) =>
      client.batchRecordEvents({
        entries: [{ event: { case: 'addConnection', value: { externalPeerId: 'dave', ...once } } }],
      }),
  ],
  ['RecordBrowserEvent of an ending', browserEvent('endCall')],
]

/** Says that a connection is connected, then that it is not, then the first thing again. */
async function loseConnection(server: TestServer): Promise<string> {
  const { client, ids } = await connectedClient(server, 'disconnected')
  const state = { eventName: 'onconnectionstatechange', ...idsOf(ids) }
  const connected = { ...state, data: text('connected'), eventId: uuidv7() }
  await client.recordConnectionEvent(connected)
  await client.recordConnectionEvent({ ...state, data: text('disconnected') })
  await client.recordConnectionEvent(connected)
  return ids.connectionId
}

const STORED = {
  events: 'select id from event',
  connections: `
    select connection.id, state, participant.external_id as owner
      from connection join participant on participant.id = participant_id`,
}

describe.each(engines())('RPCs repeated with the same event_id on %s', engine => {
  let database: TestDatabase
  let server: TestServer
  /** Another server on PostgreSQL; the embedded database has one. */
  let other: TestServer
  const eventIds = new Map<string, string>()
  let lostConnectionId: string

  beforeAll(async () => {
    database = await createDatabase(engine)
    server = await startTestServer(engine, {}, database)
    other = engine === 'postgres' ? await startTestServer(engine, {}, database) : server
    lostConnectionId = await loseConnection(server)
  })
  afterAll(async () => {
    await Promise.all([server.stop(), other.stop()])
    await database[Symbol.asyncDispose]()
  })

  it('answer the same, one after the other and at another server', async () => {
    const { token, client, ids } = await connectedClient(server, 'alice')
    const elsewhere = clientOf(other.url, token)
    for (const [name, send] of records) {
      const eventId = uuidv7()
      eventIds.set(name, storedId(token, eventId))
      const answers = [
        await send(client, { eventId, age: durationFromMs(0) }, ids),
        await send(client, { eventId, age: durationFromMs(5) }, ids),
        await send(elsewhere, { eventId, age: durationFromMs(9) }, ids),
      ]
      expect(answers, name).toEqual([answers[0], answers[0], answers[0]])
    }
  })

  it('answer the same when they arrive together', async () => {
    const { token, client, ids } = await connectedClient(server, 'grace')
    const elsewhere = clientOf(other.url, token)
    for (const [name, send] of records) {
      const once = { eventId: uuidv7(), age: durationFromMs(0) }
      eventIds.set(`${name}, together`, storedId(token, once.eventId))
      const answers = await Promise.all([client, elsewhere, client, elsewhere].map(each => send(each, once, ids)))
      expect(answers, name).toEqual(Array(4).fill(answers[0]))
    }
  })

  it('do not mute a track again that was unmuted since', async () => {
    const { client, ids } = await connectedClient(server, 'muted')
    await client.addTrack({ connectionId: ids.connectionId, trackIdentifier: 't' })
    const mute = { trackIdentifier: 't', eventName: 'mute', eventId: uuidv7() }
    await client.updateTrack(mute)
    await client.updateTrack({ trackIdentifier: 't', eventName: 'unmute' })
    expect((await client.updateTrack(mute)).track?.muted).toBe(false)
  })

  it('make a connection of its own for another session that chose the same event_id', async () => {
    const dave = await connectedClient(server, 'dave')
    const erin = await connectedClient(server, 'erin')
    const request = { externalPeerId: 'frank', eventId: uuidv7() }
    const first = await dave.client.addConnection(request)
    const second = await erin.client.addConnection(request)
    expect(second.connectionId).not.toBe(first.connectionId)
    // A connection is known to its own session only.
    await erin.client.recordStats({ connectionId: second.connectionId, report: emptyPoll })
  })

  describe('and then the database', () => {
    let stored: Awaited<ReturnType<typeof readTogether<keyof typeof STORED>>>
    beforeAll(async () => {
      await Promise.all([server.stop(), other.stop()])
      stored = await readTogether(database, STORED)
    })

    it('has each event once', () => {
      const ids = stored.events.map(row => row['id'])
      expect(eventIds.size).toBe(records.length * 2)
      for (const [name, eventId] of eventIds)
        expect(
          ids.filter(id => id === eventId),
          name,
        ).toEqual([eventId])
    })

    it('has each connection once', () => {
      const owners = stored.connections.map(row => row['owner'])
      for (const user of ['alice', 'grace']) expect(owners.filter(owner => owner === user)).toHaveLength(3)
    })

    it('has a connection as it was lost, not as an older event said', () => {
      expect(stored.connections.find(row => row['id'] === lostConnectionId)?.['state']).toBe('disconnected')
    })
  })
})
