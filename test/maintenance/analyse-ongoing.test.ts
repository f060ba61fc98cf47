import { describe, expect, it } from 'vitest'
import { analyseOngoing } from '../../src/services/maintenance/analyse-ongoing.ts'
import { EmbeddedEngine } from '../../src/storage/embedded/engine.ts'
import { type Database, openDatabase } from '../../src/storage/engine/database.ts'
import { query } from '../../src/storage/engine/sql.ts'
import { addConnection, type Caller, join } from '../support/call.ts'
import { createDatabase, engines, type TestDatabase } from '../support/database.ts'
import { testLog } from '../support/test-log.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** What was received this long ago is looked at. */
const SETTLING_MS = 2000

/** Later than anything received up to now has settled. */
const soon = () => new Date(Date.now() + 5000)

async function withDatabase<T>({ config }: TestDatabase, work: (database: Database) => Promise<T>): Promise<T> {
  const location = config.databaseUrl
    ? { url: config.databaseUrl, poolSize: 2 }
    : { engine: new EmbeddedEngine({ dataFolder: `${config.dataDir}/database` }) }
  const database = await openDatabase(location, testLog)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

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

describe.each(engines())('the analysis of calls under way on %s', engine => {
  it('takes in what was received since the last time, and comes to what a look at the whole comes to', async () => {
    await using database = await createDatabase(engine)
    const start = () => startTestServer(engine, {}, database)
    let sender: Sender
    {
      await using server = await start()
      const caller = await join(server, { conferenceId: 'lossy', userId: 'alice' })
      sender = { caller, ...(await addConnection(server, caller, 'bob', { delta: 100_000 })) }
      await send(server, sender, [1, 2, 3, 4, 5, 6, 7, 8])
    }
    await withDatabase(database, ({ em }) => analyseOngoing(em, new Date(Date.now() + SETTLING_MS)))
    {
      await using server = await start()
      await send(server, sender, [9, 10, 11, 12, 13, 14])
    }
    await withDatabase(database, async opened => {
      const { em } = opened
      await analyseOngoing(em, soon())
      const [step] = await states(opened)
      expect(await analyseOngoing(em, soon())).toBe(0)
      await query(em(), 'delete from analysis')
      await query(em(), 'delete from analysis_progress')
      expect(await analyseOngoing(em, soon())).toBe(1)
      expect((await states(opened))[0]).toEqual(step)
      expect(await query(em(), "select code from issue where code = 'high_packet_loss'")).toHaveLength(1)
    })
  }, 90_000)

  it('writes a finding or a verdict when it has changed, and only then', async () => {
    await using database = await createDatabase(engine)
    const start = () => startTestServer(engine, {}, database)
    let sender: Sender
    {
      await using server = await start()
      const caller = await join(server, { conferenceId: 'lossy', userId: 'alice' })
      sender = { caller, ...(await addConnection(server, caller, 'bob', { delta: 100_000 })) }
      await send(server, sender, [1, 2, 3, 4, 5, 6], 6)
    }
    const analysed = () =>
      withDatabase(database, async opened => {
        await analyseOngoing(opened.em, new Date(Date.now() + SETTLING_MS))
        return { findings: await writes(opened), verdicts: await verdicts(opened) }
      })
    const raised = await analysed()
    expect(raised.findings).toMatchObject([{ code: 'high_packet_loss', ended: false }, { ended: false }])
    const judgement = { quality: 'bad', code: 'high_packet_loss' }
    expect(raised.verdicts).toMatchObject([
      { of: 'alice', ...judgement },
      { of: 'bob', quality: null },
      { of: 'call', ...judgement },
    ])
    {
      await using server = await start()
      await send(server, sender, [7, 8, 9, 10, 11, 12, 13, 14], 6)
    }
    const ended = await analysed()
    expect(ended.findings).toMatchObject([{ ended: true }, { ended: true }])
    expect(ended.findings.map(({ xmin }) => xmin)).not.toEqual(raised.findings.map(({ xmin }) => xmin))
    {
      await using server = await start()
      await send(server, sender, [15, 16, 17], 6)
    }
    const later = await analysed()
    expect(later.findings).toEqual(ended.findings)
    {
      await using server = await start()
      const { token } = sender.caller
      expect((await server.post('/events/browser', { token, eventName: 'tick' })).status).toBe(200)
    }
    expect(await analysed()).toEqual(later)
  }, 90_000)
})
