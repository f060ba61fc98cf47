import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { addConnection, joinCall, type Page, statsReport } from '../operations/support/page.ts'
import { createDatabase, engines, type TestDatabase } from '../support/database.ts'
import { startServerProcess } from '../support/server-process.ts'
import { readRows } from '../support/stored-rows.ts'
import { API_KEY } from '../support/test-config.ts'
import { exchange, startTestServer } from '../support/test-server.ts'

const ADMIN_API_TOKEN = 'admin-api-token-of-the-tests'

const MINUTE_MS = 60_000

interface TwoPages {
  alice: Page
  bob: Page
  connections: Record<'alice' | 'bob', { connectionId: string; peerId: string }>
}

/** Two people who have been connected for ten minutes. */
async function connectTwo(api: string, conferenceId: string): Promise<TwoPages> {
  const [alice, bob] = [
    await joinCall(api, { conferenceId, userId: 'alice' }),
    await joinCall(api, { conferenceId, userId: 'bob' }),
  ]
  const connect = async (page: Page, peerId: string) => {
    const { body } = await page.post('/connection', { eventName: 'addConnection', peerId, delta: 10 * MINUTE_MS })
    return { connectionId: body.connection_id, peerId: body.peer_id }
  }
  return { alice, bob, connections: { alice: await connect(alice, 'bob'), bob: await connect(bob, 'alice') } }
}

/** Everything that may end their call, all about the same moment. */
function endings({ alice, bob, connections }: TwoPages, apis: readonly string[]): (() => Promise<unknown>)[] {
  const said = (page: Page, path: string, body: object) =>
    apis.map(api => () => page.at(api).post(path, { ...body, delta: MINUTE_MS }))
  const closed = { eventName: 'onconnectionstatechange', data: 'closed' }
  return [
    ...said(alice, '/events/browser', { eventName: 'beforeunload' }),
    ...said(alice, '/events/browser', { eventName: 'unload' }),
    ...said(alice, '/events/browser', { eventName: 'endCall' }),
    ...said(alice, '/connection', { ...closed, ...connections.alice }),
    ...said(bob, '/connection', { eventName: 'removeConnection', ...connections.bob }),
    ...said(bob, '/events/browser', { eventName: 'endCall' }),
  ]
}

describe.runIf(inject('postgresUrl'))('endings that are raced at two servers', () => {
  it('end the call as if each had come once', async () => {
    await using database = await createDatabase('postgres')
    await using one = await startTestServer('postgres', {}, database)
    await using two = await startTestServer('postgres', {}, database)
    const calls = await Promise.all(['a', 'b', 'c', 'd'].map(name => connectTwo(one.api, name)))
    await Promise.all(calls.flatMap(call => endings(call, [one.api, two.api]).map(send => send())))
    const once = await connectTwo(one.api, 'once')
    for (const send of endings(once, [one.api])) await send()
    await summarised(database, 5)
    await Promise.all([one.stop(), two.stop()])

    const outcomes = await one.rows(`
      select ongoing, round(duration / 10) * 10 as seconds,
             (select count(*)::int from connection where conference_id = conference.id and end_time is null) as open,
             (select jsonb_agg(code order by code, subject) from issue where conference_id = conference.id) as issues,
             (select round(sum(value::float) / 20) * 20
                from session, jsonb_each_text(active_seconds) where conference_id = conference.id) as minutes,
             (select count(distinct build)::int from summary_chunk where conference_id = conference.id) as builds,
             (select jsonb_object_agg(type, count) from (
                select type, count(*) from event where conference_id = conference.id group by type) kinds) as events,
             (select verdict -> 'conference' from summary where conference_id = conference.id) as verdict
        from conference order by external_id = 'once' desc`)
    expect(outcomes[0]).toMatchObject({ ongoing: false, seconds: 540, open: 0, minutes: 1080 })
    // The page tells of the state of a connection without waiting for an answer: SDKs do not repeat that.
    const withoutStates = outcomes.map(
      ({ events: { onconnectionstatechange, removeConnection, ...events }, ...rest }) => ({
        ...rest,
        events,
      }),
    )
    for (const outcome of withoutStates.slice(1)) expect(outcome).toEqual(withoutStates[0])
    const [app] = await one.rows(
      `select (select sum(value::float) from jsonb_each_text(durations_days)) as seconds from app`,
    )
    expect(Math.abs(app?.['seconds'] - 5 * 1080)).toBeLessThan(50)
  }, 60_000)
})

/** Resolves when so many conferences have their summary and no job for one is left. Retries are due at once. */
async function summarised(database: TestDatabase, count: number): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    await readRows(database, `update job.job set start_after = now() where state = 'retry'`, [])
    const [row] = await readRows(
      database,
      `select (select count(*)::int from summary where state = 'done') as done,
              (select count(*)::int from job.job where name = 'summary' and state in ('created', 'retry', 'active')) as left`,
      [],
    )
    if (row?.['done'] === count && row['left'] === 0) return
    await delay(200)
  }
  throw new Error('The summaries were not built')
}

/** A call with some reports that has just ended. */
async function endedCall(api: string): Promise<void> {
  const page = await joinCall(api, { conferenceId: 'long', userId: 'alice' })
  const { connectionId } = await addConnection(page, 'bob')
  for (let timestamp = 1; timestamp <= 20; timestamp++) {
    await page.post('/stats', { connectionId, data: statsReport(timestamp) })
  }
  await page.post('/events/browser', { eventName: 'endCall' })
}

const SUMMARY = `select state, (select sum(snapshot_count)::int from summary_chunk chunk where chunk.build = summary.build)
                   as snapshots, (select count(distinct build)::int from summary_chunk) as builds from summary`

/** Lets the time pass after which the server that has a job counts as dead. */
const HEARTBEATS_MISSED = `update job.job set heartbeat_on = heartbeat_on - interval '1 minute' where state = 'active'`

// Side by side: most of what these take is the interval at which servers look for jobs of dead ones.
describe.runIf(inject('postgresUrl')).concurrent('a server that is killed while it builds a summary', () => {
  it('leaves it to another one', async () => {
    await using database = await createDatabase('postgres')
    await using killed = await startServerProcess(database)
    const [blocker, watcher] = [await connected(database), await connected(database)]
    // Chunks can be read, not written: the build stops in the middle.
    await blocker.query('begin; lock table summary_chunk in share mode')
    await endedCall(killed.api)
    await untilRow(
      watcher,
      `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%insert into summary_chunk%'`,
    )
    killed.kill('SIGKILL')
    await killed.exited
    await blocker.query('rollback')
    await watcher.query(HEARTBEATS_MISSED)
    await Promise.all([blocker.end(), watcher.end()])

    await using other = await startServerProcess(database)
    await summarised(database, 1)
    expect(await readRows(database, SUMMARY, [])).toEqual([{ state: 'done', snapshots: 20, builds: 1 }])
    expect(await other.stop()).toEqual({ code: 0, signal: null })
  }, 120_000)
})

async function connected({ config }: TestDatabase): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: config.databaseUrl ?? '' })
  await client.connect()
  return client
}

async function untilRow(client: pg.Client, sql: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if ((await client.query(sql)).rowCount) return
    await delay(50)
  }
  throw new Error('The build did not begin')
}

describe.concurrent.each(engines())('a server on %s that is killed right after a call ended', engine => {
  it('builds the summary after a restart', async () => {
    await using database = await createDatabase(engine)
    await using killed = await startServerProcess(database)
    await endedCall(killed.api)
    killed.kill('SIGKILL')
    await killed.exited
    await readRows(database, HEARTBEATS_MISSED, [])
    await using next = await startServerProcess(database, { ADMIN_API_TOKEN })
    await (engine === 'postgres' ? summarised(database, 1) : untilSummary(next.api))
    expect(await next.stop()).toEqual({ code: 0, signal: null })
    expect(await readRows(database, SUMMARY, [])).toEqual([{ state: 'done', snapshots: 20, builds: 1 }])
  }, 120_000)
})

/** Asks the route of graphs, as an embedded database cannot be read beside its server. */
async function untilSummary(api: string): Promise<void> {
  const call = { apiKey: API_KEY, conferenceId: 'long', userId: 'alice' }
  const { token } = (await exchange('POST', `${api}/initialize`, call)).body
  const { c: id } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString())
  const headers = { authorization: `Bearer ${ADMIN_API_TOKEN}` }
  for (let tries = 0; tries < 200; tries++) {
    const { body } = await exchange('GET', `${api}/conferences/${id}/graphs`, undefined, headers)
    if (body.summary) return
    await delay(200)
  }
  throw new Error('The summary was not built')
}
