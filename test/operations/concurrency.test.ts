import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createDatabase, engines, type TestDatabase } from '../support/database.ts'
import { API_KEY } from '../support/test-config.ts'
import { type Reply, startTestServer, type TestServer } from '../support/test-server.ts'
import { type AddedConnection, addConnection, joinCall, type Page, statsReport } from './support/page.ts'
import { readTogether } from './support/stored-events.ts'

type Send = (page: Page) => Promise<unknown>

const ICE_STATES = ['checking', 'connected', 'completed']
const PEER_STATES = ['connecting', 'connected']
const SIGNALING_STATES = ['have-local-offer', 'stable', 'have-local-offer', 'stable']

/** What a page reports of one connection while it is set up: 20 requests. */
function setupReports({ peerId, connectionId }: AddedConnection): Send[] {
  const about = { peerId, connectionId }
  const report =
    (eventName: string, data: unknown = null): Send =>
    page =>
      page.post('/connection', { ...about, eventName, data })
  const candidates = ['host', 'host', 'srflx', 'srflx', 'relay', 'end'].map(candidate => ({ candidate }))
  return [
    report('onnegotiationneeded'),
    ...SIGNALING_STATES.map(signalingState => report('onsignalingstatechange', { signalingState })),
    ...ICE_STATES.map(state => report('oniceconnectionstatechange', state)),
    ...PEER_STATES.map(state => report('onconnectionstatechange', state)),
    ...candidates.map(candidate => report('onicecandidate', candidate)),
    ...['audio', 'video'].map<Send>(
      kind => page =>
        page.post('/tracks', { connectionId, trackId: `${kind}-${connectionId}`, event: 'ontrack', data: { kind } }),
    ),
    ...[1, 2].map<Send>(
      timestamp => page => page.post('/stats', { connectionId, data: statsReport(timestamp, `audio-${connectionId}`) }),
    ),
  ]
}

const userMedia: Send = page => {
  const data = { audio: [{ id: 'microphone', kind: 'audio' }], video: [{ id: 'camera', kind: 'video' }] }
  return page.post('/events/get-user-media', { eventName: 'getUserMedia', data })
}

/** Everything that a page sends at the beginning of a call with two peers, as much of it at once as can be. */
async function setUpCall(page: Page, peers: readonly string[]): Promise<number> {
  const connections = await Promise.all(peers.map(peer => addConnection(page, peer)))
  const reports = [...connections.flatMap(setupReports), userMedia]
  await Promise.all(reports.map(send => send(page)))
  return connections.length + reports.length
}

const names = (count: number, name: (index: number) => string) => Array.from({ length: count }, (_, i) => name(i))

const STORED = {
  events: 'select count(*) from event',
  connections: 'select state, type from connection',
  tracks: 'select count(*) from track',
  conferences: `
    select external_id, name, count(*) as participants
      from conference join conference_participant on conference_id = id group by 1, 2 order by 1`,
  participants: 'select external_id from participant order by 1',
}

describe.each(engines())('requests at once on %s', engine => {
  let database: TestDatabase
  let stored: Awaited<ReturnType<typeof readTogether<keyof typeof STORED>>>
  let initialized: Reply[]
  let sent: number[]

  beforeAll(async () => {
    database = await createDatabase(engine)
    await using server = await startTestServer(engine, {}, database)
    const users = ['alice', 'bob']
    const pages = await Promise.all(users.map(userId => joinCall(server.api, { conferenceId: 'setup', userId })))
    const [alice, bob] = pages as [Page, Page]
    sent = await Promise.all([setUpCall(alice, ['bob', 'sfu']), setUpCall(bob, ['alice', 'sfu'])])
    const conference = { apiKey: API_KEY, conferenceId: 'new', conferenceName: 'N' }
    initialized = await Promise.all(
      names(20, index => `user-${index % 5}`).map(userId =>
        server.post('/initialize', { ...conference, userId, userName: userId }),
      ),
    )
    await server.stop()
    stored = await readTogether(database, STORED)
  })
  afterAll(() => database[Symbol.asyncDispose]())

  it('lose nothing and do not fail: two pages that set up a call, with more than 40 requests each', () => {
    expect(sent).toEqual([43, 43])
    expect(stored.events).toEqual([{ count: 86 }])
    expect(stored.connections).toEqual(Array(4).fill({ state: 'connected', type: 'host' }))
    expect(stored.tracks).toEqual([{ count: 12 }])
  })

  it('make one conference of 20 pages that initialize it together', () => {
    expect(initialized.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(stored.conferences).toEqual([
      { external_id: 'new', name: 'N', participants: 5 },
      { external_id: 'setup', name: null, participants: 3 },
    ])
    const users = stored.participants.map(row => row['external_id'])
    expect(users).toEqual(['alice', 'bob', 'sfu', ...names(5, index => `user-${index}`)])
  })
})

describe.runIf(inject('postgresUrl'))('20 participants who leave at the same moment at two servers', () => {
  it('end the conference once, and count its minutes once', async () => {
    await using database = await createDatabase('postgres')
    await using one = await startTestServer('postgres', {}, database)
    await using two = await startTestServer('postgres', {}, database)
    const apiOf = (index: number) => ((index % 2 === 0 ? one : two) as TestServer).api
    const pages = await Promise.all(
      names(20, index => `user-${index}`).map(async (userId, index) => {
        const page = await joinCall(apiOf(index), { conferenceId: 'leave', userId })
        await page.post('/connection', { eventName: 'addConnection', peerId: 'sfu', delta: 60_000 })
        return page
      }),
    )
    // Each also ends by its page being closed, at the other server.
    await Promise.all(
      pages.flatMap((page, index) => [
        page.post('/events/browser', { eventName: 'endCall' }),
        page.at(apiOf(index + 1)).post('/events/browser', { eventName: 'unload' }),
      ]),
    )
    await Promise.all([one.stop(), two.stop()])

    expect(
      await one.rows(
        `select ongoing, call_start, count(*)::int as connections, count(connection.end_time)::int as ended,
                conference.start_time = min(connection.start_time) as begun_by_first,
                conference.end_time = max(connection.end_time) as ended_by_last
           from conference join connection on conference_id = conference.id group by conference.id`,
      ),
    ).toEqual([
      { ongoing: false, call_start: null, connections: 20, ended: 20, begun_by_first: true, ended_by_last: true },
    ])
    const [times] = await one.rows(
      `select sum(connection.duration)::float as seconds, conference.duration,
              extract(epoch from max(connection.end_time) - min(connection.start_time))::float as span,
              (select durations_days from app) as days
         from conference join connection on conference_id = conference.id group by conference.id`,
    )
    expect(times?.['duration']).toBeCloseTo(times?.['span'], 2)
    const counted = Object.values<number>(times?.['days']).reduce((sum, day) => sum + day, 0)
    expect(counted).toBeGreaterThan(20 * 60)
    expect(counted).toBeCloseTo(times?.['seconds'], 1)
    expect(await one.rows('select count(*)::int as open from session where end_time is null')).toEqual([{ open: 0 }])
    const ends = `select type, count(*)::int as count from event where type <> 'addConnection' group by 1 order by 1`
    expect(await one.rows(ends)).toEqual([
      { type: 'endCall', count: 20 },
      { type: 'unload', count: 20 },
    ])
  })
})
