import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { playCall, succeeded } from '../support/call.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { bodyRoutes } from './http-routes.ts'
import { callJson, refusalIn } from './rpc.ts'
import { rpcMethods } from './rpc-methods.ts'
import { type RunningCall, startCall } from './running-call.ts'
import { samples, wrongFields } from './samples.ts'
import { addedUp, goodCallRows, readStored, rowCounts } from './stored.ts'

/** Refusals whose detail names the field. */
const naming = ['missing_parameters', 'invalid_parameters']

let server: TestServer
let call: RunningCall

beforeAll(async () => {
  server = await startTestServer('embedded')
  call = await startCall(server, 'types')
})

afterAll(async () => await server[Symbol.asyncDispose]())

describe('wrong types over HTTP', () => {
  for (const { method, path, body, refuses } of bodyRoutes) {
    const send = (sent: unknown) => (method === 'POST' ? server.post(path, sent) : server.put(path, sent))

    it.each(wrongFields(refuses))(`${method} ${path} refuses $field: $type as $code`, async ({ field, type, code }) => {
      const reply = await send({ ...body(call), [field]: samples[type] })
      expect(reply.body).toEqual({ error_code: code, message: expect.any(String) })
      expect(reply.status).toBe(code.endsWith('_token') ? 401 : 400)
      if (naming.includes(code)) expect(reply.headers.get('x-error-detail')).toContain(field)
    })
  }

  it.each([
    ['audio', { kind: 7 }],
    ['a kind that is none', { kind: 'smell' }],
    ['a direction that is none', { direction: ['inbound'] }],
  ])('POST /tracks refuses data with %s', async (_name, data) => {
    const { token, connectionId } = call
    const reply = await server.post('/tracks', { token, event: 'ontrack', trackId: 'other', connectionId, data })
    expect(reply.body.error_code).toBe('invalid_parameters')
  })

  it.each(
    ['onconnectionstatechange', 'oniceconnectionstatechange', 'onicegatheringstatechange', 'onsignalingstatechange']
      .flatMap(eventName => Object.values(samples).map(data => ({ eventName, data: data as unknown })))
      .concat([{ eventName: 'onsignalingstatechange', data: { signalingState: ['stable'] } }]),
  )('POST /connection refuses $eventName with $data', async ({ eventName, data }) => {
    const { token, peerId, connectionId } = call
    const reply = await server.post('/connection', { token, eventName, peerId, connectionId, data })
    expect(reply.status).toBe(400)
    expect(reply.body.error_code).toBe('invalid_parameters')
  })

  it('refuses entries of a batch one by one', async () => {
    const good = { eventName: 'x', peerId: call.peerId }
    const entries: [unknown, string][] = [
      ...Object.entries(samples).map(([type, entry]): [unknown, string] => [
        entry,
        type === 'object' ? 'missing_parameters' : 'invalid_parameters',
      ]),
      [{ ...good, eventName: 7 }, 'invalid_parameters'],
      [{ ...good, eventName: null }, 'missing_parameters'],
      [{ ...good, eventName: '' }, 'missing_parameters'],
      [{ ...good, peerId: {} }, 'invalid_parameters'],
      [{ ...good, peerId: 'nobody' }, 'participant_not_found'],
      [{ ...good, connectionId: 7 }, 'invalid_parameters'],
      [{ ...good, connectionId: 'none' }, 'connection_not_found'],
      [{ ...good, delta: '7' }, 'invalid_parameters'],
      [{ ...good, delta: -1 }, 'invalid_parameters'],
      [{ ...good, timeDelta: [] }, 'invalid_parameters'],
      [{ ...good, timeDelta: -1 }, 'invalid_parameters'],
      [{ ...good, isSfu: 'no' }, 'invalid_parameters'],
      [{ ...good, eventName: 'addConnection', peerId: 'types-peer', peerName: 7 }, 'invalid_parameters'],
    ]
    const { token } = call
    const answer = succeeded(await server.post('/connection/batch', { token, data: entries.map(([entry]) => entry) }))
    const codes = answer.results.map((result: { error_code?: string }) => result.error_code)
    expect(codes).toEqual(entries.map(([, code]) => code))
  })
})

describe('wrong types over RPC', () => {
  for (const { method, token, message, refuses } of rpcMethods) {
    it.each(wrongFields(refuses))(
      `${method} refuses $field: $type as $code.code $code.reason`,
      async ({ field, type, code: refusal }) => {
        const sent = { ...message(call), [field]: samples[type] }
        const reply = await callJson(server.url, method, sent, { token: token(call) })
        expect(refusalIn(reply)).toEqual(refusal)
      },
    )
  }

  it.each(Object.entries(samples).filter(([type]) => type !== 'null'))(
    'RecordStats refuses stats_json that is no object: %s',
    async (_type, json) => {
      const statsJson = Buffer.from(JSON.stringify(json === samples.object ? [json] : json)).toString('base64')
      const message = { connectionId: call.connectionId, statsJson }
      const reply = await callJson(server.url, 'RecordStats', message, call)
      expect(refusalIn(reply)).toEqual({ code: 'invalid_argument', reason: 'invalid_parameters' })
    },
  )

  it.each([
    [{ a: null }],
    [{ a: {} }],
    [{ a: [1] }],
    [{ a: 'x'.repeat(128) }],
    [{ ['k'.repeat(65)]: 1 }],
    [{ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }],
  ])('CreateSession refuses the meta %j', async meta => {
    const reply = await callJson(server.url, 'CreateSession', { meta }, { token: call.initToken })
    expect(refusalIn(reply)).toEqual({ code: 'invalid_argument', reason: 'invalid_meta' })
  })

  it('BatchRecordEvents refuses entries one by one', async () => {
    const { peerId, connectionId } = call
    const entries: [object, string][] = [
      [{}, 'missing_parameters'],
      [{ browserEvent: {} }, 'missing_parameters'],
      [{ browserEvent: { eventName: 'x', age: '-1s' } }, 'invalid_parameters'],
      [{ browserEvent: { eventName: 'x', eventId: 'x' } }, 'invalid_parameters'],
      [{ getUserMediaEvent: { eventName: '' } }, 'missing_parameters'],
      [{ getUserMediaEvent: { eventName: 'x', data: 'NaN', age: '-0.1s' } }, 'invalid_parameters'],
      [{ addConnection: {} }, 'missing_parameters'],
      [{ addConnection: { externalPeerId: 'alice' } }, 'participant_equal_peer'],
      [{ connectionEvent: { peerId } }, 'missing_parameters'],
      [{ connectionEvent: { eventName: 'x' } }, 'missing_parameters'],
      [{ connectionEvent: { eventName: 'x', peerId: 'nobody' } }, 'participant_not_found'],
      [{ connectionEvent: { eventName: 'x', peerId, connectionId: peerId } }, 'connection_not_found'],
      [{ connectionEvent: { eventName: 'addConnection', peerId } }, 'invalid_parameters'],
      [
        { connectionEvent: { eventName: 'onconnectionstatechange', peerId, connectionId, data: 'odd' } },
        'invalid_parameters',
      ],
    ]
    const message = { entries: entries.map(([entry]) => entry) }
    const { results } = succeeded(await callJson(server.url, 'BatchRecordEvents', message, call))
    const reasons = results.map((result: { rejected?: { error: { reason: string } } }) => result.rejected?.error.reason)
    expect(reasons).toEqual(entries.map(([, reason]) => reason))
  })

  it.each([
    [
      'too many entries',
      Array.from({ length: 1001 }, () => ({ browserEvent: { eventName: 'x' } })),
      'invalid_parameters',
    ],
    ['no entry', [], 'missing_parameters'],
  ])('BatchRecordEvents refuses %s', async (_name, entries, reason) => {
    const reply = await callJson(server.url, 'BatchRecordEvents', { entries }, call)
    expect(refusalIn(reply)).toEqual({ code: 'invalid_argument', reason })
  })
})

describe('after all wrong types', () => {
  it('a good call is served, and nothing else was stored', async () => {
    await playCall(server)
    const { counts, sessions } = await readStored(server, {
      counts: rowCounts,
      sessions: `select platform, devices, constraints, webrtc_sdk, session.end_time
                   from session join conference on conference.id = conference_id where external_id = 'types'`,
    })
    expect(counts).toEqual([addedUp(goodCallRows, { ...goodCallRows, event: 2 })])
    expect(sessions).toEqual([{ platform: null, devices: null, constraints: null, webrtc_sdk: null, end_time: null }])
  })
})
