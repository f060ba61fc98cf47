import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { endStaleConferences } from '../../src/services/maintenance/end-stale-conferences.ts'
import { ReportBuilder } from '../domain/analysis/report-builder.ts'
import { startTestApplication, type TestApplication } from '../support/application.ts'
import { engines } from '../support/database.ts'
import { TimedCall } from '../support/timed-call.ts'
import { outcome } from './outcome.ts'

/** A run of the analysis takes no longer, ms. */
const ANALYSIS_MS = 10_000

const LOSSY = { inboundAudio: { packetsReceived: 225, packetsLost: 25 } }

/** One minute of a call: alice hears bob badly, loses her camera, and is connected to an SFU, too, which never worked. */
async function playMinute(application: TestApplication): Promise<TimedCall> {
  const call = new TimedCall(application, new Date(Date.now() - 600_000))
  await call.join('alice', 0)
  await call.join('bob', 0.5)
  await call.connect('alice', 'alice to bob', 'bob', 1)
  await call.connect('alice', 'alice to sfu', 'sfu', 1.5)
  await call.connect('bob', 'bob to alice', 'alice', 2)
  await call.connectionEvent('alice', 'alice to bob', 'onconnectionstatechange', 3, 'connected')
  const reports = new ReportBuilder({ audio: 1, video: 2 }, { audio: 3, video: 4 }, call.start.getTime())
  for (let seconds = 15; seconds <= 55; seconds += 10) {
    await call.stats('alice', 'alice to bob', reports.next(10, LOSSY), seconds)
    if (seconds === 25) await call.trackEvent('alice', 'camera', 'ended', seconds)
  }
  return call
}

/** Everything that may say that the call, or a part of it, is over; some of it says so late. */
const endings = {
  'alice beforeunload': call => call.pageEvent('alice', 'beforeunload', 60),
  'alice unload': call => call.pageEvent('alice', 'unload', 60.25),
  'alice endCall': call => call.pageEvent('alice', 'endCall', 59),
  'alice closed': call => call.connectionEvent('alice', 'alice to bob', 'onconnectionstatechange', 58.5, 'closed'),
  'alice removes sfu': call => call.connectionEvent('alice', 'alice to sfu', 'removeConnection', 57),
  'bob closed': call => call.connectionEvent('bob', 'bob to alice', 'onconnectionstatechange', 70, 'closed'),
  'bob endCall': call => call.pageEvent('bob', 'endCall', 71),
  'conference stopped': call => call.stop(80),
} as const satisfies Record<string, (call: TimedCall) => Promise<void>>

type Ending = keyof typeof endings | 'swept'

const all: Ending[] = [...(Object.keys(endings) as (keyof typeof endings)[]), 'swept']

async function end(application: TestApplication, call: TimedCall, ending: Ending): Promise<void> {
  if (ending !== 'swept') return await endings[ending](call)
  const { em, summaryRequests } = application.context
  await endStaleConferences({ em, summaryRequests, timeoutMs: 4 * 3_600_000, now: call.at(5 * 3600) })
}

/** Some endings, and how they arrive: in any order, each once or twice, the summary being built after one of them. */
interface Arrival {
  some: Ending[]
  arrive: Ending[]
  pause: number
}

const arrivals: fc.Arbitrary<Arrival> = fc
  .subarray(all, { minLength: 1 })
  .chain(some =>
    fc.record({
      some: fc.constant(some),
      pause: fc.nat(2 * some.length),
      arrive: fc.shuffledSubarray([...some, ...some], { minLength: some.length }),
    }),
  )
  .filter(({ some, arrive }) => some.every(ending => arrive.includes(ending)))

/** An embedded server looks for jobs once a second, and each run waits for two summaries. */
const runsOn = { embedded: { inTurn: 5, atOnce: 3 }, postgres: { inTurn: 20, atOnce: 15 } }

describe.each(engines())('the endings of a call on %s', engine => {
  const runs = runsOn[engine]
  let application: TestApplication
  beforeAll(async () => {
    application = await startTestApplication(engine)
  })
  afterAll(() => application[Symbol.asyncDispose]())

  const isSame = (deliver: (call: TimedCall, arrival: Arrival) => Promise<unknown>, numRuns: number) =>
    fc.assert(
      fc.asyncProperty(arrivals, async arrival => {
        const [expected, call] = [await playMinute(application), await playMinute(application)]
        for (const ending of arrival.some) await end(application, expected, ending)
        await deliver(call, arrival)
        // The analysis of running calls may come between one look and the other: then both have it at the next.
        await vi.waitFor(
          async () => expect(await outcome(application, call)).toEqual(await outcome(application, expected)),
          ANALYSIS_MS,
        )
      }),
      { numRuns, seed: 1 },
    )

  it('come out the same in any order, and repeated', async () => {
    await isSame(async (call, { arrive, pause }) => {
      for (const [index, ending] of arrive.entries()) {
        await end(application, call, ending)
        if (index === pause) await application.summarised(call.conferenceId)
      }
    }, runs.inTurn)
  }, 120_000)

  it('come out the same all at once', async () => {
    await isSame((call, { arrive }) => Promise.all(arrive.map(ending => end(application, call, ending))), runs.atOnce)
  }, 120_000)

  it('count for the minutes of the app what they count for its sessions', async () => {
    const [app] = await application.rows(
      `select (select sum(value::float) from app, jsonb_each_text(durations_days)) as app,
              (select sum(value::float) from session, jsonb_each_text(active_seconds)) as sessions`,
    )
    expect(app?.['app']).toBeGreaterThan(0)
    expect(app?.['app']).toBeCloseTo(app?.['sessions'], 3)
  })
})
