import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { join } from '../support/call.ts'
import { createDatabase, engines } from '../support/database.ts'
import { type Reply, startTestServer, type TestServer } from '../support/test-server.ts'

const CROWD = Array.from({ length: 20 }, (_, index) => index)

const initialize = (server: TestServer, conferenceId: string, userId: string, names = {}) =>
  server.post('/initialize', { apiKey: server.apiKey, conferenceId, userId, ...names })

const statusesOf = (replies: readonly Reply[]) => replies.map(({ status }) => status)

describe.each(engines())('pages that join at once on %s', engine => {
  it('get the last name that they came with, all of them in one conference', async () => {
    await using database = await createDatabase(engine)
    await using server = await startTestServer(engine, {}, database)
    const first = await Promise.all(CROWD.map(index => initialize(server, 'call', `user-${index % 4}`)))
    const names = { conferenceName: 'Standup', userName: 'Ann' }
    const second = await Promise.all(CROWD.map(index => initialize(server, 'call', `user-${index % 4}`, names)))
    expect(new Set(statusesOf([...first, ...second]))).toEqual(new Set([200]))
    expect(
      await server.rows(
        `select conference.name as call, participant.name, count(*)::int as n
           from conference_participant join conference on conference.id = conference_id
           join participant on participant.id = participant_id group by 1, 2`,
      ),
    ).toEqual([{ call: 'Standup', name: 'Ann', n: 4 }])
  })

  it('are rejoins but for the first, when all are the same participant', async () => {
    await using database = await createDatabase(engine)
    await using one = await startTestServer(engine, {}, database)
    // The embedded engine has one server.
    await using two = engine === 'postgres' ? await startTestServer(engine, {}, database) : undefined
    const { token } = (await initialize(one, 'call', 'ann')).body
    const replies = await Promise.all(
      CROWD.map(index => (index % 2 ? (two ?? one) : one).post('/sessions', { token, platform: { index } })),
    )
    expect(new Set(statusesOf(replies))).toEqual(new Set([200]))
    expect(
      await one.rows(
        `select count(*)::int as sessions, count(distinct platform)::int as platforms,
                (select count(distinct session_id)::int from issue where code = 'multiple_rejoins') as rejoins
           from session`,
      ),
    ).toEqual([{ sessions: CROWD.length, platforms: CROWD.length, rejoins: CROWD.length - 1 }])
  })

  it('add their connections at once, and the call has begun with the earliest', async () => {
    await using database = await createDatabase(engine)
    await using server = await startTestServer(engine, {}, database)
    const pages = await Promise.all(CROWD.map(index => join(server, { conferenceId: 'mesh', userId: `user-${index}` })))
    const replies = await Promise.all(
      pages.map(({ token }, index) =>
        server.post('/connection', {
          token,
          eventName: 'addConnection',
          peerId: `user-${(index + 1) % CROWD.length}`,
          delta: index * 1000,
        }),
      ),
    )
    const own = await server.post('/connection', {
      token: pages[0]?.token,
      eventName: 'addConnection',
      peerId: 'user-0',
    })
    expect(new Set(statusesOf(replies))).toEqual(new Set([200]))
    expect(own.body.error_code).toBe('participant_equal_peer')
    expect(
      await server.rows(
        `select ongoing, conference.start_time = min(connection.start_time) as begun,
                conference.call_start = conference.start_time as "sinceThen",
                count(*)::int as connections, count(distinct peer_id)::int as peers,
                (select count(*)::int from event where type = 'addConnection') as events,
                (select count(*)::int from session where call_start is not null) as "inCall"
           from conference join connection on conference_id = conference.id group by conference.id`,
      ),
    ).toEqual([{ ongoing: true, begun: true, sinceThen: true, connections: 20, peers: 20, events: 20, inCall: 20 }])
  })
})

describe.runIf(inject('postgresUrl'))('pages that join at once, some of them in vain,', () => {
  it('are told apart: what cannot be stored, and a wrong key, fail alone', async () => {
    await using database = await createDatabase('postgres')
    await using server = await startTestServer('postgres', {}, database)
    await server.rows(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$`,
    )
    await server.rows(
      `create trigger refuse before insert on conference
         for each row when (new.external_id like 'refused%') execute function refuse()`,
    )
    const isRefused = (index: number) => index % 7 === 3
    const stored = CROWD.map(index => initialize(server, `${isRefused(index) ? 'refused' : 'call'}-${index}`, 'ann'))
    const wrongKey = server.post('/initialize', { apiKey: 'x'.repeat(32), conferenceId: 'call', userId: 'ann' })
    expect((await wrongKey).body.error_code).toBe('invalid_api_key')
    expect(statusesOf(await Promise.all(stored))).toEqual(CROWD.map(index => (isRefused(index) ? 500 : 200)))
  })
})

describe.runIf(inject('postgresUrl'))('pages that join while a call is locked', () => {
  it('do not wait for it unless it is theirs', async () => {
    await using database = await createDatabase('postgres')
    await using server = await startTestServer('postgres', {}, database)
    const busy = await join(server, { conferenceId: 'busy', userId: 'ann' })
    const free = await join(server, { conferenceId: 'free', userId: 'ann' })
    const client = new pg.Client({ connectionString: database.config.databaseUrl ?? '' })
    await client.connect()
    await client.query(`begin`)
    await client.query(`select from conference where external_id = 'busy' for no key update`)
    const addConnection = ({ token }: { token: string }) =>
      server.post('/connection', { token, eventName: 'addConnection', peerId: 'ben' })
    const waiting = [server.post('/sessions', { token: busy.initToken }), addConnection(busy)]
    const others = [server.post('/sessions', { token: free.initToken }), addConnection(free)]
    expect(statusesOf(await Promise.all(others))).toEqual([200, 200])
    expect(await Promise.race([...waiting.map(reply => reply.then(({ status }) => status)), delay(300, 'wait')])).toBe(
      'wait',
    )
    await client.end()
    expect(statusesOf(await Promise.all(waiting))).toEqual([200, 200])
  })
})
