import { describe, expect, it } from 'vitest'
import { analyseOngoing } from '../../src/services/maintenance/analyse-ongoing.ts'
import { LargeAnalyses } from '../../src/services/maintenance/large-analyses.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { query } from '../../src/storage/engine/sql.ts'
import { addConnection, type Caller, join, succeeded } from '../support/call.ts'
import { type Engine, engines } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** What was received this long ago is looked at. */
const SETTLING_MS = 2000

/** Later than anything received up to now has settled. */
const soon = () => new Date(Date.now() + 5000)

/** A server that leaves the analysis to the test. */
const start = (engine: Engine) => startTestServer(engine, {}, undefined, { jobs: 'sent only' })

const states = (database: Database) =>
  query<{ state: unknown }>(database.em(), 'select state from analysis order by conference_id')

/** Stored findings with the transaction that wrote each last. */
const writes = (database: Database) =>
  query<{ code: string; xmin: string; ended: boolean }>(
    database.em(),
    'select code, xmin::text, ended_at is not null as ended from issue where started_at is not null order by code',
  )

/** Stored verdicts so far, with the transaction that wrote each last. */
const verdicts = (database: Database) =>
  query<{ quality: string; code: string; of: string; xmin: string }>(
    database.em(),
    `select quality, verdict_code as code, 'call' as of, xmin::text from conference
     union all select quality, verdict_code, external_id, link.xmin::text
       from conference_participant link join participant on participant.id = participant_id order by of`,
  )

/** A page that hears its peer less and less: half of the packets are lost from the third report on. */
const lossyReport = (number: number, lossyUntil = 99) => {
  const timestamp = number * 5000
  const heard = 250 * number
  const inbound = {
    id: 'in',
    kind: 'audio',
    ssrc: 1,
    timestamp,
    track: { trackIdentifier: 'heard' },
    packetsReceived: heard,
    packetsLost: number < 3 ? 0 : 125 * (Math.min(number, lossyUntil) - 2),
    bytesReceived: heard * 100,
  }
  const connection = { timestamp, bytesReceived: heard * 100, bytesSent: heard, state: 'succeeded', nominated: true }
  return { audio: { inbound: [inbound], outbound: [] }, video: { inbound: [], outbound: [] }, connection }
}

interface Sender {
  caller: Caller
  connectionId: string
  peerId: string
}

async function send(
  server: TestServer,
  { caller, connectionId }: Sender,
  numbers: readonly number[],
  lossyUntil?: number,
): Promise<void> {
  for (const number of numbers) {
    const delta = (20 - number) * 5000
    const body = { token: caller.token, connectionId, data: lossyReport(number, lossyUntil), delta }
    expect((await server.post('/stats', body)).status).toBe(200)
  }
}

async function startLossyCall(server: TestServer, conferenceId = 'lossy'): Promise<Sender> {
  const caller = await join(server, { conferenceId, userId: 'alice' })
  return { caller, ...(await addConnection(server, caller, 'bob', { delta: 100_000 })) }
}

interface Saved {
  position: string
  size: number
}

/** Names of the calls in which packet loss was found. */
async function lossyCalls(database: Database): Promise<string[]> {
  const rows = await query<{ name: string }>(
    database.em(),
    `select external_id as name from issue join conference on conference.id = conference_id
      where code = 'high_packet_loss' order by 1`,
  )
  return rows.map(({ name }) => name)
}

describe.each(engines())('the analysis of calls under way on %s', engine => {
  it('takes in what was received since the last time, and comes to what a look at the whole comes to', async () => {
    await using server = await start(engine)
    const { database } = server
    const { em } = database
    const sender = await startLossyCall(server)
    await send(server, sender, [1, 2, 3, 4, 5, 6, 7, 8])
    await analyseOngoing(em, new Date(Date.now() + SETTLING_MS))
    await send(server, sender, [9, 10, 11, 12, 13, 14])
    await analyseOngoing(em, soon())
    const [step] = await states(database)
    expect(await analyseOngoing(em, soon())).toBe(0)
    await query(em(), 'delete from analysis')
    await query(em(), 'delete from analysis_progress')
    expect(await analyseOngoing(em, soon())).toBe(1)
    expect((await states(database))[0]).toEqual(step)
    expect(await lossyCalls(database)).toEqual(['lossy'])
  })

  it('writes a finding or a verdict when it has changed, and only then', async () => {
    await using server = await start(engine)
    const { database } = server
    const sender = await startLossyCall(server)
    const analysed = async () => {
      await analyseOngoing(database.em, new Date(Date.now() + SETTLING_MS))
      return { findings: await writes(database), verdicts: await verdicts(database) }
    }
    await send(server, sender, [1, 2, 3, 4, 5, 6], 6)
    const raised = await analysed()
    expect(raised.findings).toMatchObject([{ code: 'high_packet_loss', ended: false }, { ended: false }])
    const judgement = { quality: 'bad', code: 'high_packet_loss' }
    expect(raised.verdicts).toMatchObject([
      { of: 'alice', ...judgement },
      { of: 'bob', quality: null },
      { of: 'call', ...judgement },
    ])
    await send(server, sender, [7, 8, 9, 10, 11, 12, 13, 14], 6)
    const ended = await analysed()
    expect(ended.findings).toMatchObject([{ ended: true }, { ended: true }])
    expect(ended.findings.map(({ xmin }) => xmin)).not.toEqual(raised.findings.map(({ xmin }) => xmin))
    await send(server, sender, [15, 16, 17], 6)
    const later = await analysed()
    expect(later.findings).toEqual(ended.findings)
    const { token } = sender.caller
    expect((await server.post('/events/browser', { token, eventName: 'tick' })).status).toBe(200)
    expect(await analysed()).toEqual(later)
  })

  it('goes on with the others when it fails for one, and tells of that', async () => {
    await using server = await start(engine)
    const { database } = server
    const run = () => analyseOngoing(database.em, new Date(Date.now() + SETTLING_MS))
    const senders: Sender[] = []
    for (const name of ['first', 'spoilt', 'last']) senders.push(await startLossyCall(server, name))
    const sendAll = async (numbers: readonly number[]) => {
      for (const sender of senders) await send(server, sender, numbers)
    }
    await sendAll([1, 2])
    await run()
    const setState = `update analysis set state = $1 where conference_id =
                        (select id from conference where external_id = 'spoilt') returning state -> 'version' as version`
    const [{ version } = {}] = await query<{ version: number }>(database.em(), setState, ['{"version":5,"state":{}}'])
    expect(version).toBe(5)
    await sendAll([3, 4, 5, 6, 7, 8])
    await expect(run()).rejects.toThrow(/^The conference \S+ could not be analysed$/)
    expect(await lossyCalls(database)).toEqual(['first', 'last'])
    // It is begun anew.
    await sendAll([9])
    await run()
    expect(await lossyCalls(database)).toEqual(['first', 'last', 'spoilt'])
  })

  it('keeps the state of a large call in memory, and saves it now and then', async () => {
    await using server = await start(engine)
    const { database } = server
    const { em } = database
    const sender = await startLossyCall(server)
    for (const userId of ['carol', 'dave', 'erin']) {
      const caller = await join(server, { conferenceId: 'lossy', userId })
      const { connectionId } = await addConnection(server, caller, 'bob')
      const about = { token: caller.token, connectionId, event: 'ontrack' }
      const names = Array.from({ length: 400 }, (_, index) => `track ${index} that ${userId} receives`)
      await Promise.all(names.map(trackId => server.post('/tracks', { ...about, trackId }).then(succeeded)))
    }
    const saved = async () =>
      (await query<Saved>(em(), 'select position::text, length(state::text) as size from analysis'))[0]
    const step = (large: LargeAnalyses) => analyseOngoing(em, new Date(Date.now() + SETTLING_MS), { large })
    const one = new LargeAnalyses()
    await send(server, sender, [1, 2, 3])
    await step(one)
    const first = await saved()
    expect(first?.size).toBeGreaterThan(300_000)
    await send(server, sender, [4, 5, 6, 7, 8])
    await step(one)
    expect(await saved(), 'not saved again so soon').toEqual(first)
    expect(await lossyCalls(database)).toEqual(['lossy'])
    // Another process goes on from what was saved, and overtakes what this one has kept.
    await send(server, sender, [9, 10])
    await step(new LargeAnalyses())
    expect((await saved())?.position).not.toBe(first?.position)
    await send(server, sender, [11, 12])
    await step(one)
    const [inSteps] = await states(database)
    await query(em(), 'delete from analysis')
    await query(em(), 'delete from analysis_progress')
    await step(new LargeAnalyses())
    expect((await states(database))[0]).toEqual(inSteps)
  })
})
