import { describe, expect, it } from 'vitest'
import { compareAnswer } from '../packages/cli/src/replay/compare.ts'
import { describeRequest, type Exchange, replay, type Speed } from '../packages/cli/src/replay/replay.ts'
import { httpSender } from '../packages/cli/src/replay/send-http.ts'
import { parseTrace, type RecordedRequest, readTrace } from '../packages/cli/src/replay/trace.ts'
import { type Engine, engines } from './support/database.ts'
import { hasSharedData, sharedPath } from './support/shared-data.ts'
import {
  type ExpectedCall,
  expectSpacing,
  expectStoredCall,
  readStoredCall,
  recordedCall,
} from './support/stored-call.ts'
import { startTestServer } from './support/test-server.ts'

const differencesOf = (exchanges: readonly Exchange[]): string[] =>
  exchanges.flatMap(({ request, differences }) => differences.map(text => `${describeRequest(request)}: ${text}`))

/** A test that replays a recording into a server of its own and looks at every answer and every row. */
const replayInto =
  (engine: Engine, { file, expected }: { file: string; expected: ExpectedCall }, speed: Speed) =>
  async () => {
    const trace = await readTrace(file)
    await using server = await startTestServer(engine)
    const exchanges = await replay(trace, { apiKey: server.apiKey, speed, send: httpSender(server.api) })
    expect(exchanges).toHaveLength(trace.requests.length)
    expect(differencesOf(exchanges)).toEqual([])
    const call = await readStoredCall(server)
    expectStoredCall(call, trace, expected)
    if (speed === 'max') expectSpacing(call, trace, exchanges)
  }

const connectedOnce = ['initial connected']
const connectedTwice = ['initial connected', 'renegotiation stable']

const offlineCall = {
  file: sharedPath('data/impaired-calls/17b-offline-12s-alice.json'),
  expected: { seconds: 91, negotiations: { alice: connectedOnce, bob: connectedOnce } },
}

const restartedCall = {
  file: sharedPath('data/impaired-calls/30-ice-restart.json'),
  expected: { seconds: 91, negotiations: { alice: connectedTwice, bob: connectedTwice } },
}

describe.each(engines())('recorded calls as fast as possible on %s', engine => {
  it('stores the SDK call as it was sent', replayInto(engine, recordedCall, 'max'))

  describe.runIf(hasSharedData())('under impairments', () => {
    it('stores a call whose one side was offline, with its late reports', replayInto(engine, offlineCall, 'max'))
    it('stores a call with an ICE restart', replayInto(engine, restartedCall, 'max'))
  })
})

// Together, so that its time passes once for all engines; last, when the servers' code has run before and the first
// answers come as quickly as from a server that has been up for a while. `npm run torture` plays it at recorded speed.
describe.concurrent('the recorded call, four times as fast as it was', () => {
  for (const engine of engines()) it(`is stored on ${engine} as it was sent`, replayInto(engine, recordedCall, 4))
})

describe('a replay that cannot work', () => {
  it.each([
    ['test/recordings/none.json', 'There is no file test/recordings/none.json'],
    ['LICENSE', 'LICENSE is not JSON'],
    ['package.json', 'package.json is no recorded call: requests'],
  ])('says what is wrong with %s', async (file, message) => {
    await expect(readTrace(file)).rejects.toThrow(message)
  })

  it('ends at once when nobody listens', async () => {
    const trace = await readTrace(recordedCall.file)
    const send = httpSender('http://127.0.0.1:1/v1')
    await expect(replay(trace, { apiKey: 'k', speed: 1, send })).rejects.toThrow('No answer from http://127.0.0.1:1/v1')
  })

  it('ends at once when the server does not know the key', async () => {
    const trace = await readTrace(recordedCall.file)
    await using server = await startTestServer('embedded')
    const wrong = { apiKey: 'x'.repeat(32), speed: 1, send: httpSender(server.api) }
    await expect(replay(trace, wrong)).rejects.toThrow('does not know the API key')
  })
})

describe('comparing an answer with the recorded one', () => {
  it.each<[string, unknown, unknown, string[]]>([
    ['is content with further keys and other values', { a: 1 }, { a: 2, b: 3 }, []],
    ['takes null for anything', { a: null, b: [1] }, { a: {}, b: null }, []],
    ['names a missing key', { a: { b: 1 } }, { a: {} }, ['answer.a.b is missing']],
    ['names another type', { a: [] }, { a: {} }, ['answer.a is object instead of array']],
    ['looks at first elements', [{ a: 1 }, 2], [{ a: '1' }], ['answer[0].a is string instead of number']],
    ['does not need elements', [{ a: 1 }], [], []],
  ])('%s', (_what, recorded, given, differences) => {
    const [request] = parseTrace(
      JSON.stringify({
        requests: [
          { page: 'a', t_ms: 0, method: 'POST', path: '/v1/x', status: 200, response: JSON.stringify(recorded) },
        ],
      }),
      'trace',
    ).requests as [RecordedRequest]
    expect(compareAnswer(request, { status: 200, text: JSON.stringify(given) })).toEqual(differences)
    expect(compareAnswer(request, { status: 400, text: '' })).toEqual(['status 400 instead of 200: '])
  })
})
