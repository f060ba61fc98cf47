import { describe, expect, it } from 'vitest'
import { engines } from './support/database.ts'
import { startTestServer } from './support/test-server.ts'

describe.each(engines())('a call over HTTP on %s', engine => {
  it('goes from initialize to a stored stats report', async () => {
    await using server = await startTestServer(engine)
    const init = await server.post('/initialize', {
      apiKey: server.apiKey,
      conferenceId: 'c',
      userId: 'alice',
      userName: 'Alice',
    })
    expect(init.status, init.text).toBe(200)
    const session = await server.post('/sessions', {
      token: init.body.token,
      platform: 'x',
      devices: ['a', { b: 1 }],
      meta: { a: 1 },
    })
    expect(session.status, session.text).toBe(200)
    const { token } = session.body
    const put = await server.put('/sessions', { token, devices: [] })
    expect(put.body).toMatchObject({ data: { platform: 'x', devices: [], metadata: { a: 1 } } })
    const add = await server.post('/connection', { token, eventName: 'addConnection', peerId: 'bob', peerName: 'Bob' })
    expect(add.status, add.text).toBe(200)
    const connectionId = add.body.connection_id
    const peerId = add.body.peer_id
    const ice = await server.post('/connection', {
      token,
      eventName: 'onicecandidate',
      peerId,
      connectionId,
      data: { candidate: 'x', address: null },
    })
    expect(ice.body, ice.text).toBe('')
    const connected = await server.post('/connection', {
      token,
      eventName: 'onconnectionstatechange',
      peerId,
      connectionId,
      data: 'connected',
    })
    expect(connected.body, connected.text).toBe('')
    const data = {
      audio: { inbound: [{ track: {}, trackIdentifier: 't1', timestamp: 5 }] },
      connection: { timestamp: 5, bytesSent: 1, local: { candidateType: 'host', protocol: 'udp' } },
    }
    for (let i = 0; i < 2; i++) {
      const stats = await server.post('/stats', { token, connectionId, data, timeTaken: 3 })
      expect(stats.body, stats.text).toBe('')
    }
    const track = await server.put('/tracks', { token, event: 'mute', trackId: 't1', connectionId, data: {} })
    expect(track.body, track.text).toMatchObject({ data: { track_id: 't1', track_info: { muted: true } } })
    const end = await server.post('/events/browser', { token, eventName: 'endCall' })
    expect(end.body, end.text).toBe('')
    expect(
      (await server.post('/stats', { token, connectionId, data: { connection: { timestamp: 6 } } })).body,
    ).toMatchObject({ error_code: 'connection_ended' })
    const events = await server.rows(
      'select type, category, data, track_count, dictionary from event order by received_at',
    )
    expect(events.map(row => row['type'])).toEqual([
      'addConnection',
      'onicecandidate',
      'onconnectionstatechange',
      'stats',
      'mute',
      'endCall',
    ])
    const [connection] = await server.rows('select * from connection')
    expect(connection).toMatchObject({ state: 'connected', type: 'host' })
    expect(connection?.['end_time']).not.toBeNull()
  })
})
