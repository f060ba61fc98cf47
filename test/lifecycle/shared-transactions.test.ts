import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonValue } from '../../src/domain/values/json.ts'
import { ReportBuilder } from '../domain/analysis/report-builder.ts'
import { startTestApplication, type TestApplication } from '../support/application.ts'
import { engines } from '../support/database.ts'
import { TimedCall } from '../support/timed-call.ts'
import { storedRows } from './stored-rows.ts'

/** Two people in a call, alice with two connections and a track. */
async function begin(application: TestApplication): Promise<TimedCall> {
  const call = new TimedCall(application, new Date(Date.now() - 600_000))
  await call.join('alice', 0)
  await call.join('bob', 0.5)
  await call.connect('alice', 'to bob', 'bob', 1)
  await call.connect('alice', 'to sfu', 'sfu', 1.5)
  await call.connect('bob', 'to alice', 'alice', 2)
  await call.newTrack('alice', 'to bob', 'heard', 2.5)
  return call
}

type Send = (call: TimedCall) => Promise<unknown>

const onConnection =
  (user: string, connection: string, eventName: string, seconds: number, data: JsonValue = null): Send =>
  call =>
    call.connectionEvent(user, connection, eventName, seconds, data)

const signaling = (connection: string, seconds: number, signalingState: string): Send =>
  onConnection('alice', connection, 'onsignalingstatechange', seconds, { signalingState })

const onPage =
  (user: string, eventName: string, seconds: number, data: JsonValue = null): Send =>
  call =>
    call.pageEvent(user, eventName, seconds, data)

const report = () => new ReportBuilder({ audio: 1, video: 2 }, { audio: 3, video: 4 }, 1).next(10, {})

/** What may be told while the call goes on, in any order. */
const during: Send[] = [
  onConnection('alice', 'to bob', 'onnegotiationneeded', 3),
  signaling('to bob', 4, 'have-local-offer'),
  signaling('to bob', 5, 'stable'),
  signaling('to sfu', 5, 'have-remote-offer'),
  onConnection('alice', 'to bob', 'oniceconnectionstatechange', 5.5, 'checking'),
  onConnection('alice', 'to bob', 'onconnectionstatechange', 6, 'connected'),
  onConnection('alice', 'to bob', 'onconnectionstatechange', 20, 'disconnected'),
  onConnection('alice', 'to bob', 'onconnectionstatechange', 18, 'disconnected'),
  onConnection('alice', 'to sfu', 'oniceconnectionstatechange', 7, 'failed'),
  onConnection('alice', 'to sfu', 'onicecandidateerror', 8, { errorCode: 701 }),
  onConnection('alice', 'to sfu', 'onicecandidateerror', 9, { errorCode: 702 }),
  onConnection('bob', 'to alice', 'oniceconnectionstatechange', 6, 'completed'),
  onConnection('bob', 'to alice', 'onicecandidate', 6, { candidate: 'a' }),
  onPage('alice', 'getUserMedia', 3, { constraints: { audio: true } }),
  onPage('alice', 'getUserMedia', 4, { error: { name: 'NotAllowedError' } }),
  onPage('bob', 'getUserMedia', 4, { audio: [{ id: 'own microphone', kind: 'audio' }] }),
  call => call.trackEvent('alice', 'heard', 'mute', 12),
  call => call.trackEvent('alice', 'heard', 'unmute', 11),
  call => call.newTrack('bob', 'to alice', 'seen', 5),
  call => call.stats('bob', 'to alice', report(), 10),
]

/** What may say that the call, or a part of it, is over. */
const endings: Send[] = [
  onConnection('alice', 'to sfu', 'removeConnection', 57),
  onConnection('alice', 'to bob', 'onconnectionstatechange', 58, 'closed'),
  onConnection('bob', 'to alice', 'onconnectionstatechange', 59, 'connected'),
  onPage('alice', 'beforeunload', 60),
  onPage('alice', 'unload', 60.5),
  onPage('bob', 'endCall', 61),
]

const CALLS = 3

/** Events of some calls in one order, in which each event comes at most once a call. */
const interleaved = (events: Send[]) =>
  fc.shuffledSubarray(
    events.flatMap(send => Array.from({ length: CALLS }, (_, call) => ({ send, call }))),
    { minLength: CALLS },
  )

const runs = { embedded: 4, postgres: 15 }

describe.each(engines())('events of several calls on %s', engine => {
  let application: TestApplication
  beforeAll(async () => {
    application = await startTestApplication(engine)
  })
  afterAll(() => application[Symbol.asyncDispose]())

  const beginAll = () => Promise.all(Array.from({ length: CALLS }, () => begin(application)))

  it('leave the same rows whether they come at once or one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(interleaved(during), interleaved(endings), async (first, then) => {
        const [together, inTurn] = [await beginAll(), await beginAll()]
        for (const part of [first, then]) {
          await Promise.all(part.map(({ send, call }) => send(together[call] as TimedCall)))
          for (const { send, call } of part) await send(inTurn[call] as TimedCall)
        }
        const rows = (calls: TimedCall[]) => Promise.all(calls.map(call => storedRows(application, call)))
        expect(await rows(together)).toEqual(await rows(inTurn))
      }),
      { numRuns: runs[engine], seed: 1 },
    )
  }, 120_000)
})
