import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deleteExpired } from '../../src/services/maintenance/delete-expired.ts'
import { endStaleConferences, staleTimeoutMs } from '../../src/services/maintenance/end-stale-conferences.ts'
import { buildSummary } from '../../src/services/maintenance/summary/build-summary.ts'
import { ReportBuilder } from '../domain/analysis/report-builder.ts'
import { startTestApplication, type TestApplication } from '../support/application.ts'
import { engines } from '../support/database.ts'
import { TimedCall } from '../support/timed-call.ts'

const HOUR_S = 3600
const DAY_S = 24 * HOUR_S

/** A call of alice and bob that nobody ends; each has sent one report. */
async function playOpenCall(application: TestApplication): Promise<TimedCall> {
  const call = new TimedCall(application, new Date(Date.now() - 60_000))
  await call.join('alice', 0)
  await call.join('bob', 0)
  await call.connect('alice', 'alice to bob', 'bob', 1)
  await call.connect('bob', 'bob to alice', 'alice', 2)
  for (const [user, connection, seconds] of [
    ['alice', 'alice to bob', 10],
    ['bob', 'bob to alice', 12],
  ] as const) {
    const reports = new ReportBuilder({ audio: 1, video: 2 }, { audio: 3, video: 4 }, call.start.getTime())
    await call.stats(user, connection, reports.next(10), seconds)
  }
  return call
}

async function playEndedCall(application: TestApplication): Promise<TimedCall> {
  const call = await playOpenCall(application)
  await call.stop(20)
  await application.summarised(call.conferenceId)
  return call
}

const sweep = ({ context: { em, summaryRequests } }: TestApplication, now: Date, dryRun = false) =>
  endStaleConferences({ em, summaryRequests, timeoutMs: staleTimeoutMs(4), now, dryRun })

const ends = (application: TestApplication, { conferenceId, start }: TimedCall) =>
  application.rows(
    `select participant.external_id like 'alice%' as is_alice, end_presumed as presumed,
            extract(epoch from end_time - $2::timestamptz)::float as end,
            exists (select from issue where issue.session_id = session.id and code = 'left_abruptly') as abrupt
       from session join participant on participant.id = participant_id where conference_id = $1 order by 1 desc`,
    [conferenceId, start.toISOString()],
  )

describe.each(engines())('maintenance on %s', engine => {
  let application: TestApplication
  beforeAll(async () => {
    application = await startTestApplication(engine)
  })
  afterAll(() => application[Symbol.asyncDispose]())

  it('gives up a call about which nothing comes any more, at its last activity', async () => {
    const call = await playOpenCall(application)
    await call.pageEvent('alice', 'beforeunload', 15)
    expect(await sweep(application, call.at(3.9 * HOUR_S))).toEqual([])
    expect(await sweep(application, call.at(5 * HOUR_S), true)).toEqual([
      { id: call.conferenceId, lastActivity: call.at(15) },
    ])
    expect(await ends(application, call)).toEqual([
      { is_alice: true, presumed: true, end: 15, abrupt: false },
      { is_alice: false, presumed: false, end: null, abrupt: false },
    ])
    expect(await sweep(application, call.at(5 * HOUR_S))).toHaveLength(1)
    expect(await ends(application, call)).toEqual([
      { is_alice: true, presumed: true, end: 15, abrupt: false },
      { is_alice: false, presumed: true, end: 12, abrupt: true },
    ])
    expect(
      await application.rows('select ongoing, duration from conference where id = $1', [call.conferenceId]),
    ).toEqual([{ ongoing: false, duration: 14 }])
    expect(await sweep(application, call.at(6 * HOUR_S))).toEqual([])
  })

  it('is not taken back by a page that wakes up later', async () => {
    const call = await playOpenCall(application)
    await sweep(application, call.at(5 * HOUR_S))
    await call.pageEvent('bob', 'unload', 9 * HOUR_S)
    expect(await ends(application, call)).toMatchObject([
      { presumed: true, end: 10, abrupt: true },
      { presumed: true, end: 12, abrupt: true },
    ])
  })

  describe('beforeunload', () => {
    const playLeaves = async () => {
      const call = await playOpenCall(application)
      await call.pageEvent('alice', 'beforeunload', 15)
      await call.pageEvent('bob', 'beforeunload', 15)
      const reports = new ReportBuilder({ audio: 1, video: 2 }, { audio: 3, video: 4 }, call.start.getTime())
      await call.stats('alice', 'alice to bob', reports.next(30), 35)
      return call
    }

    it('ends the session of a page, but for one that stays', async () => {
      const call = await playLeaves()
      await call.connectionEvent('bob', 'bob to alice', 'removeConnection', 15)
      await call.connectionEvent('alice', 'alice to bob', 'removeConnection', 40)
      await application.summarised(call.conferenceId)
      expect(await ends(application, call)).toMatchObject([
        { presumed: false, end: null },
        { presumed: true, end: 15 },
      ])
    })

    it('is no word of leaving from a page that stays and is given up later', async () => {
      const call = await playLeaves()
      await sweep(application, call.at(5 * HOUR_S))
      expect(await ends(application, call)).toEqual([
        { is_alice: true, presumed: true, end: 35, abrupt: true },
        { is_alice: false, presumed: true, end: 15, abrupt: false },
      ])
    })
  })

  it('deletes the raw stats of a call once its summary is there, and nothing else', async () => {
    const call = await playEndedCall(application)
    const { em } = application.context
    const stored = () =>
      application.rows(
        `select count(*) filter (where report is not null)::int as reports,
                count(*) filter (where report is null)::int as others,
                (select sum(snapshot_count)::int from summary_chunk where summary_chunk.conference_id = $1) as snapshots
           from event where event.conference_id = $1`,
        [call.conferenceId],
      )
    expect(await stored()).toEqual([{ reports: 2, others: 2, snapshots: 2 }])
    await buildSummary({ em, conferenceId: call.conferenceId, cleanup: true })
    expect(await stored()).toEqual([{ reports: 0, others: 2, snapshots: 2 }])
    const verdict = () => application.rows('select verdict from summary where conference_id = $1', [call.conferenceId])
    const before = await verdict()
    expect(before[0]?.['verdict'].participants).toHaveLength(2)
    await buildSummary({ em, conferenceId: call.conferenceId, cleanup: true })
    expect(await stored()).toEqual([{ reports: 0, others: 2, snapshots: 2 }])
    expect(await verdict()).toEqual(before)
  })
})

describe('the timeout of a sweep', () => {
  it('is that of the server, or the one that is asked for', () => {
    expect([staleTimeoutMs(4), staleTimeoutMs(4, 60_000)]).toEqual([4 * HOUR_S * 1000, 60_000])
  })

  it.each([0, -1, 59_999, Number.NaN, Number.POSITIVE_INFINITY, 367 * DAY_S * 1000])('is not %s ms', asked => {
    expect(() => staleTimeoutMs(4, asked)).toThrow('timeout must be from one minute to 366 days')
  })
})

describe.each(engines())('retention on %s', engine => {
  const CONTENTS = `
    select (select count(*) from event where conference_id = $1)::int as events,
           (select count(*) from session where conference_id = $1)::int as sessions,
           (select count(*) from conference where id = $1)::int as conferences,
           (select count(*) from summary where conference_id = $1)::int as summaries`
  const whole = [{ events: 4, sessions: 2, conferences: 1, summaries: 1 }]
  const nothing = [{ events: 0, sessions: 0, conferences: 0, summaries: 0 }]
  const contents = (application: TestApplication, call: TimedCall) => application.rows(CONTENTS, [call.conferenceId])
  const expire = (application: TestApplication, call: TimedCall, days: number, defaultDays: number | null) =>
    deleteExpired(application.context.em, { defaultDays, now: call.at(days * DAY_S) })

  it('keeps for ever, for the days of the server, or for those of the app; the partition goes with the last call', async () => {
    await using application = await startTestApplication(engine)
    const call = await playEndedCall(application)
    const today = [`event_${call.start.toISOString().slice(0, 10).replaceAll('-', '')}`]
    expect(await expire(application, call, 400, null)).toEqual({ conferences: 0, partitions: [] })
    expect(await expire(application, call, 29, 30)).toEqual({ conferences: 0, partitions: [] })
    expect(await contents(application, call)).toEqual(whole)
    await application.rows('update app set retention_days = 90')
    expect(await expire(application, call, 31, 30)).toEqual({ conferences: 0, partitions: [] })
    await application.rows('update app set retention_days = 5')
    const deleted = await expire(application, call, 7, 30)
    expect(deleted.conferences).toBe(1)
    expect(await contents(application, call)).toEqual(nothing)
    expect((await expire(application, call, 32, 30)).partitions.concat(deleted.partitions)).toEqual(
      expect.arrayContaining(today),
    )
  })

  it('never takes half a conference: one that goes on, or was used again, keeps all its events', async () => {
    await using application = await startTestApplication(engine)
    const [open, again, old] = [
      await playOpenCall(application),
      await playEndedCall(application),
      await playEndedCall(application),
    ]
    await again.connect('alice', 'second', 'bob', 3 * DAY_S)
    await again.pageEvent('alice', 'endCall', 3 * DAY_S + 10)
    expect((await expire(application, old, 3, 2)).partitions).toEqual([])
    expect(await contents(application, open)).toMatchObject([{ events: 4, conferences: 1 }])
    expect(await contents(application, again)).toMatchObject([{ events: 6, conferences: 1 }])
    expect(await contents(application, old)).toEqual(nothing)
  })
})
