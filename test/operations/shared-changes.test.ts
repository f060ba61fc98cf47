import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { addConnection, type Caller, join, type OpenConnection } from '../support/call.ts'
import { createDatabase, type Engine, engines, type TestDatabase } from '../support/database.ts'
import { type Reply, startTestServer, type TestServer } from '../support/test-server.ts'

type Connected = Caller & OpenConnection

const statusesOf = (replies: readonly Reply[]) => replies.map(({ status }) => status)

/** A database with a server, for one engine. */
async function open(engine: Engine): Promise<{ database: TestDatabase; server: TestServer }> {
  const database = await createDatabase(engine)
  return { database, server: await startTestServer(engine, {}, database) }
}

async function connected(server: TestServer): Promise<Connected> {
  const caller = await join(server, { conferenceId: randomUUID(), userId: randomUUID() })
  return { ...caller, ...(await addConnection(server, caller, randomUUID())) }
}

const told = (
  server: TestServer,
  { token, connectionId, peerId }: Connected,
  eventName: string,
  data: unknown = null,
) => server.post('/connection', { token, connectionId, peerId, eventName, data })

describe.each(engines())('events that change a call on %s', engine => {
  let database: TestDatabase
  let server: TestServer
  let page: Connected
  beforeAll(async () => {
    ;({ database, server } = await open(engine))
    page = await connected(server)
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  it('are not stored when they are about a track that nobody knows', async () => {
    const { token, connectionId } = page
    const reply = await server.put('/tracks', { token, connectionId, trackId: 'unknown', event: 'mute' })
    expect([reply.status, reply.body.error_code]).toEqual([400, 'track_not_found'])
    const again = await server.post('/tracks', { token, connectionId, trackId: 'unknown', event: 'ontrack' })
    const muted = await server.put('/tracks', { token, connectionId, trackId: 'unknown', event: 'mute' })
    expect(statusesOf([again, muted])).toEqual([200, 200])
    expect(muted.body.data.track_info.muted).toBe(true)
  })

  it('find a track that is announced a little later', async () => {
    const track = { token: page.token, connectionId: page.connectionId, trackId: 'late' }
    const muted = server.put('/tracks', { ...track, event: 'mute' })
    await delay(100)
    expect((await server.post('/tracks', { ...track, event: 'ontrack' })).status).toBe(200)
    expect((await muted).body.data.track_info.muted).toBe(true)
  })

  it('are judged one by one in a batch: what is refused holds nothing up', async () => {
    const { token, connectionId, peerId } = await connected(server)
    const entry = (eventName: string, data: unknown, delta: number) => ({
      eventName,
      connectionId,
      peerId,
      data,
      delta,
    })
    const { body } = await server.post('/connection/batch', {
      token,
      data: [
        entry('onconnectionstatechange', 'connected', 0),
        entry('removeConnection', null, 3_600_000),
        entry('oniceconnectionstatechange', 'no such state', 2),
        entry('onicecandidate', { candidate: 'a' }, 1),
        { eventName: 'addConnection', peerId: 'zoe' },
        entry('oniceconnectionstatechange', 'failed', 3),
      ],
    })
    const results: { ok: boolean; error_code?: string; connection_id?: string }[] = body.results
    expect(results.map(({ ok, error_code }) => error_code ?? ok)).toEqual([
      true,
      'invalid_parameters',
      'invalid_parameters',
      true,
      true,
      true,
    ])
    expect(results[4]?.connection_id).toMatch(/^[0-9a-f-]{36}$/)
    const graph = await server.post('/connection', { token, connectionId, peerId, eventName: 'removeConnection' })
    expect(graph.status).toBe(200)
  })

  it('leave what they say in the rows', async () => {
    const events = `select type, count(*)::int as count from event where type in ('mute', 'removeConnection', 'onicecandidate')
                     group by 1 order by 1`
    expect(await server.rows(events)).toEqual([
      { type: 'mute', count: 2 },
      { type: 'onicecandidate', count: 1 },
      { type: 'removeConnection', count: 1 },
    ])
    expect(await server.rows(`select code from issue where code = 'ice_failed'`)).toHaveLength(1)
  })
})

describe.runIf(inject('postgresUrl'))('events that change calls at the same time', () => {
  let database: TestDatabase
  let server: TestServer
  beforeAll(async () => {
    ;({ database, server } = await open('postgres'))
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  it('do not wait for a connection that is locked unless it is theirs', async () => {
    const [busy, free] = [await connected(server), await connected(server)]
    const client = new pg.Client({ connectionString: database.config.databaseUrl ?? '' })
    await client.connect()
    await client.query('begin')
    await client.query('select from connection where id = $1 for no key update', [busy.connectionId])
    const waiting = [told(server, busy, 'onnegotiationneeded'), told(server, busy, 'removeConnection')]
    const others = [told(server, free, 'onnegotiationneeded'), told(server, free, 'removeConnection')]
    expect(statusesOf(await Promise.all(others))).toEqual([200, 200])
    expect(await Promise.race([...waiting.map(reply => reply.then(({ status }) => status)), delay(300, 'wait')])).toBe(
      'wait',
    )
    await client.end()
    expect(statusesOf(await Promise.all(waiting))).toEqual([200, 200])
  })

  it('fail alone when they cannot be stored, and leave nothing', async () => {
    await server.rows(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$`,
    )
    await server.rows(
      `create trigger refuse before insert on issue
         for each row when (new.code = 'connection_failed') execute function refuse()`,
    )
    const pages = await Promise.all(Array.from({ length: 12 }, () => connected(server)))
    const isRefused = (index: number) => index % 5 === 2
    const replies = await Promise.all(
      pages.map((page, index) =>
        told(server, page, 'onconnectionstatechange', isRefused(index) ? 'failed' : 'connected'),
      ),
    )
    expect(statusesOf(replies)).toEqual(pages.map((_, index) => (isRefused(index) ? 500 : 200)))
    await server.stop()
    const stored = `select data, count(*)::int as count from event where type = 'onconnectionstatechange' group by 1`
    expect(await server.rows(stored)).toEqual([{ data: 'connected', count: 10 }])
    const states = `select state, count(*)::int as count from connection where state <> 'closed' group by 1 order by 1`
    expect(await server.rows(states)).toEqual([
      { state: 'connected', count: 10 },
      { state: 'new', count: 4 },
    ])
  })
})
