import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type Engine, engines, type TestDatabase } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { addConnection, joinCall, type Page, statsReport } from './support/page.ts'
import { readTogether } from './support/stored-events.ts'

/** Sends something that happened `delta` ms ago. */
type Report = (page: Page, delta: number) => Promise<unknown>

const TRACKS = 40

/** Alice in a conference of that name, with a connection to bob. */
async function connectedPage(api: string, conferenceId: string) {
  const page = await joinCall(api, { conferenceId, userId: 'alice' })
  return { page, ...(await addConnection(page, 'bob')) }
}

/** Reports of things that happened 10 s one after the other; each is sent twice, with its age at sending, as SDKs do. */
function reportsOfThePast(reports: readonly Report[]) {
  const now = Date.now()
  return async (page: Page) => {
    for (const [index, report] of reports.entries()) {
      const happenedAt = now - (reports.length - index) * 10_000
      for (let time = 0; time < 2; time++) await report(page, Date.now() - happenedAt)
    }
  }
}

/** @returns what sends it all once more, to another server */
async function sendTwice(api: string) {
  const { page: alice, connectionId } = await connectedPage(api, 'repeated')
  const bob = await joinCall(api, { conferenceId: 'repeated', userId: 'bob' })
  await bob.post('/connection', { eventName: 'addConnection', peerId: 'alice', delta: 60_000 })
  const track = { trackId: 't', connectionId }
  const data = { kind: 'audio', id: 't', label: 'microphone' }
  const sendDuring = reportsOfThePast([
    (page, delta) => page.post('/stats', { connectionId, data: statsReport(1), delta, timeTaken: delta }),
    (page, delta) => page.post('/tracks', { ...track, event: 'ontrack', data, delta }),
    (page, delta) => page.put('/tracks', { ...track, event: 'mute', delta }),
  ])
  const sendEndings = reportsOfThePast([
    (page, delta) => page.post('/events/browser', { eventName: 'endCall', delta }),
    (page, delta) => page.post('/events/browser', { eventName: 'unload', delta }),
  ])
  const sendTo = async (target: string) => {
    await sendDuring(alice.at(target))
    await sendEndings(bob.at(target))
  }
  await sendTo(api)
  return sendTo
}

async function sendTogether(api: string): Promise<void> {
  const { page, connectionId } = await connectedPage(api, 'together')
  const fiveTimes = (report: Report) => Promise.all([0, 1, 2, 3, 4].map(delta => report(page, delta)))
  await fiveTimes((to, delta) => to.post('/stats', { connectionId, data: statsReport(1), delta }))
  await fiveTimes((to, delta) => to.post('/tracks', { trackId: 't', connectionId, event: 'ontrack', delta }))
  await fiveTimes((to, delta) => to.put('/tracks', { trackId: 't', connectionId, event: 'mute', delta }))
  await fiveTimes((to, delta) => to.post('/events/browser', { eventName: 'endCall', delta }))
}

async function sendManyTracksTwice(api: string): Promise<void> {
  const { page, connectionId } = await connectedPage(api, 'many tracks')
  const startedAt = Date.now()
  for (let time = 0; time < 2; time++) {
    const track = { connectionId, event: 'ontrack', delta: Date.now() - startedAt }
    await Promise.all(Array.from({ length: TRACKS }, (_, n) => page.post('/tracks', { trackId: `t${n}`, ...track })))
  }
}

/** The repetition is longer on its way than the first try was, and so seems to be younger than the unmute. */
async function sendLate(api: string): Promise<void> {
  const { page, connectionId } = await connectedPage(api, 'late')
  const track = { trackId: 't', connectionId, delta: 10_000 }
  await page.post('/tracks', { event: 'ontrack', ...track })
  await page.put('/tracks', { event: 'unmute', ...track })
  await page.post('/tracks', { event: 'ontrack', ...track })
}

async function sendWhatOnlyLooksRepeated(api: string): Promise<void> {
  const { page, connectionId } = await connectedPage(api, 'similar')
  const [t, u] = ['t', 'u'].map(trackId => ({ trackId, connectionId }))
  for (const track of [t, u]) await page.post('/tracks', { ...track, event: 'ontrack', data: { kind: 'audio' } })
  for (const event of ['mute', 'unmute', 'mute']) await page.put('/tracks', { ...t, event })
  await page.put('/tracks', { ...u, event: 'mute' })
  for (const timestamp of [1, 2, 3]) await page.post('/stats', { connectionId, data: statsReport(timestamp) })
  // A poll that found nothing carries no time: two of them are two reports.
  for (let poll = 0; poll < 2; poll++) await page.post('/stats', { connectionId, data: { connection: {} } })
  for (const eventName of ['unload', 'endCall']) await page.post('/events/browser', { eventName })
}

/** Another server beside the first on PostgreSQL; on the embedded database, which has one at a time, the next one. */
async function anotherServer(engine: Engine, database: TestDatabase, first: TestServer): Promise<TestServer> {
  if (engine === 'embedded') await first.stop()
  return await startTestServer(engine, {}, database)
}

const STORED = {
  counts: `
    select external_id as conference, jsonb_object_agg(type, count) as counts
      from (select conference_id, type, count(*) from event group by conference_id, type) counted
      join conference on conference.id = conference_id group by external_id`,
  minutes: 'select durations_days as days, (select sum(duration) from connection) as seconds from app',
}

describe.each(engines())('reports sent again on %s', engine => {
  let database: TestDatabase
  let counts: Record<string, Record<string, number>>
  let minutes: { days: Record<string, number>; seconds: number }

  beforeAll(async () => {
    database = await createDatabase(engine)
    await using first = await startTestServer(engine, {}, database)
    await Promise.all([sendTogether, sendManyTracksTwice, sendLate, sendWhatOnlyLooksRepeated].map(f => f(first.api)))
    const sendAgain = await sendTwice(first.api)
    await using second = await anotherServer(engine, database, first)
    await sendAgain(second.api)
    await Promise.all([first.stop(), second.stop()])
    const stored = await readTogether(database, STORED)
    counts = Object.fromEntries(stored.counts.map(row => [row['conference'], row['counts']]))
    minutes = stored.minutes[0] as typeof minutes
  }, 120_000)
  afterAll(() => database[Symbol.asyncDispose]())

  it('are stored once, also by another server or after a restart', () => {
    const once = { stats: 1, ontrack: 1, mute: 1, unload: 1, endCall: 1 }
    expect(counts['repeated']).toEqual({ ...once, addConnection: 2 })
  })

  it('are stored once when they arrive together', () => {
    expect(counts['together']).toEqual({ addConnection: 1, stats: 1, ontrack: 1, mute: 1, endCall: 1 })
  })

  it('are stored once for each of 40 tracks of a page whose answers were all lost', () => {
    expect(counts['many tracks']).toEqual({ addConnection: 1, ontrack: TRACKS })
  })

  it('are stored once when a repetition is delayed and looks younger than what followed', () => {
    expect(counts['late']).toEqual({ addConnection: 1, ontrack: 1, unmute: 1 })
  })

  it('are all stored when they are none: mute, unmute and mute within a second, and reports that differ', () => {
    const expected = { addConnection: 1, ontrack: 2, mute: 3, unmute: 1, stats: 5, unload: 1, endCall: 1 }
    expect(counts['similar']).toEqual(expected)
  })

  it('do not count minutes twice', () => {
    const counted = Object.values(minutes.days).reduce((sum, day) => sum + day, 0)
    expect(minutes.seconds).toBeGreaterThan(39)
    expect(counted).toBeCloseTo(minutes.seconds, 2)
  })
})
