import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replay } from '../packages/cli/src/replay/replay.ts'
import { httpSender } from '../packages/cli/src/replay/send-http.ts'
import { readTrace } from '../packages/cli/src/replay/trace.ts'
import { callJson } from './bad-input/rpc.ts'
import { engines } from './support/database.ts'
import { hasSharedData, sharedPath } from './support/shared-data.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/*
 * Cases made after public reports that are conversations with the server: `data/field/` says what each reporter suffered.
 * Case 31, names outside ASCII on a database of locale C, is in queries/search-exact.test.ts.
 */

const family = '👨‍👩‍👧‍👦'.repeat(10)

const oddIds = [
  'a3bb189e-8bf9-4f63-9d3c-3d1f2b6f0a11',
  'a/b?c=d&e#f',
  family,
  'x'.repeat(500),
  '19:meeting_ZjY5@thread.v2',
]

const oddOrigins = [
  'null',
  'capacitor://localhost',
  'ionic://localhost',
  'file://',
  'app://-',
  'chrome-extension://abcdefghijklmnop',
]

/** Reports of received tracks, half of them audio, as Chromium writes them. */
function receivedTracks(count: number) {
  const timestamp = Date.now()
  const inbound = (kind: 'audio' | 'video') =>
    Array.from({ length: count / 2 }, (_, index) => ({
      id: `IT01${kind}${index}`,
      type: 'inbound-rtp',
      kind,
      ssrc: (kind === 'audio' ? 1000 : 5000) + index,
      timestamp,
      trackIdentifier: `${kind} ${index}`,
      track: {},
      packetsReceived: 250,
      bytesReceived: 20_000,
      packetsLost: 0,
      jitter: 0.003,
    }))
  return {
    audio: { inbound: inbound('audio'), outbound: [] },
    video: { inbound: inbound('video'), outbound: [] },
    connection: { id: 'CP', timestamp, state: 'succeeded', nominated: true, bytesReceived: 1e6 },
  }
}

describe.each(engines())('conversations from the field on %s', engine => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(engine)
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const ok = async (answer: Promise<{ status: number; body: unknown; text: string }>) => {
    const { status, body, text } = await answer
    expect(status, text).toBe(200)
    // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
    return body as any
  }

  const join = async (conferenceId: unknown, userId: unknown): Promise<string> => {
    const init = await ok(server.post('/initialize', { apiKey: server.apiKey, conferenceId, userId }))
    return (await ok(server.post('/sessions', { token: init.token, platform: {} }))).token
  }

  it('43: takes numeric ids wherever the SDK sends them', async () => {
    const token = await join(4711, 42)
    const added = await ok(server.post('/connection', { token, eventName: 'addConnection', peerId: 43 }))
    const peer = { token, connectionId: added.connection_id, peerId: 43 }
    await ok(server.post('/events/browser', { ...peer, eventName: 'custom' }))
    await ok(server.post('/tracks', { ...peer, event: 'ontrack', trackId: 'sound', data: { kind: 'audio' } }))
    await ok(server.put('/tracks', { ...peer, event: 'mute', trackId: 'sound' }))
    const batch = await ok(
      server.post('/connection/batch', { token, data: [{ eventName: 'peerDetails', peerId: 43 }] }),
    )
    expect(batch.results).toEqual([{ ok: true }])
    await ok(server.post('/connection', { ...peer, eventName: 'removeConnection' }))
    const removed = { eventName: 'removeConnection', connectionId: added.connection_id }
    expect((await callJson(server.url, 'RecordConnectionEvent', removed, { token })).status).toBe(200)
    const { apiKey } = server
    const user = await ok(server.post('/services/get-url', { apiKey, userId: 42 }))
    const call = await ok(server.post('/services/get-url', { apiKey, conferenceId: 4711 }))
    expect([user.url, call.url]).toEqual([
      expect.stringContaining('/participant/'),
      expect.stringContaining('/conference/'),
    ])
    await ok(server.post('/services/stop-conference', { apiKey, conferenceId: 4711 }))
  })

  it('49: takes ids of any form on both sides of a connection, and answers pages of any origin', async () => {
    for (const id of oddIds) {
      const token = await join(`c ${id}`, 'me')
      const added = await ok(server.post('/connection', { token, eventName: 'addConnection', peerId: id }))
      const removed = { token, eventName: 'removeConnection', peerId: id, connectionId: added.connection_id }
      await ok(server.post('/connection', removed))
    }
    const ids = { apiKey: server.apiKey, conferenceId: 'o', userId: 'u' }
    for (const origin of oddOrigins) {
      const { headers } = await server.post('/initialize', ids, { origin })
      expect(headers.get('access-control-allow-origin')).toBe(origin)
    }
  })

  it('50: takes reports of 800 received tracks', async () => {
    const token = await join('large', 'u')
    const peer = { token, eventName: 'addConnection', peerId: 'sfu', isSfu: true }
    const { connection_id: connectionId } = await ok(server.post('/connection', peer))
    for (const count of [100, 800]) {
      await ok(server.post('/stats', { token, connectionId, data: receivedTracks(count) }))
    }
  })

  describe.runIf(hasSharedData())('replayed', () => {
    const play = async (name: string, conferenceId: string) => {
      const trace = await readTrace(sharedPath(`data/field/${name}.json`))
      const send = httpSender(server.api)
      const exchanges = await replay(trace, { apiKey: server.apiKey, conferenceId, speed: 'max', send })
      expect(exchanges.flatMap(({ differences }) => differences)).toEqual([])
    }

    /** Seconds from the start of the call to the end of each session and of its connections. */
    const spans = `
      select participant.external_id as user, ongoing,
             extract(epoch from session.end_time - conference.start_time)::float as end,
             (select array_agg(extract(epoch from connection.end_time - conference.start_time)::float order by connection.end_time)
                from connection where session_id = session.id) as connections
        from conference join session on conference_id = conference.id
        join participant on participant.id = participant_id where conference.external_id = $1 order by 1`

    const about = (seconds: number) => expect.closeTo(seconds, -1)

    it('21 and 08: connections end without peerId; a leave that was cancelled is none', async () => {
      await play('21-two-transports-removed', 'removed')
      await play('08-leave-dialog-cancelled', 'cancelled')
      expect(await server.rows(spans, ['removed'])).toMatchObject([
        { connections: [about(60), about(62)], ongoing: false },
      ])
      expect(await server.rows(spans, ['cancelled'])).toMatchObject([
        { user: 'alice', end: about(300), ongoing: false },
        { user: 'bob', end: about(300) },
      ])
    })
  })
})
