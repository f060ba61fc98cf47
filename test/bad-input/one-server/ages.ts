import { describe, expect, it } from 'vitest'
import { succeeded } from '../../support/call.ts'
import { bodyRoutes } from '../http-routes.ts'
import { bearer, callJson, refusalIn, refusalOf } from '../rpc.ts'
import { rpcMethods } from '../rpc-methods.ts'
import { call, clients, server } from './server.ts'

const MONTH_MS = 31 * 24 * 60 * 60 * 1000

describe.each(bodyRoutes.filter(({ refuses }) => 'delta' in refuses))('delta of $method $path', route => {
  const send = (delta: string) => {
    const body = JSON.stringify({ ...route.body(call), delta: 'DELTA' }).replace('"DELTA"', delta)
    return route.method === 'POST' ? server.post(route.path, body) : server.put(route.path, body)
  }

  it.each(['-1', '-0.001', '-1e18', '-1e400', '1e400', 'NaN', 'Infinity', '"5"', '{"$gt":0}'])(
    'is not %s',
    async delta => {
      const reply = await send(delta)
      if (route.path === '/connection/batch' && reply.status === 200) {
        expect(reply.body.results).toMatchObject([{ ok: false, error_code: 'invalid_parameters' }])
        return
      }
      expect([reply.status, reply.body?.error_code]).toEqual([400, 'invalid_parameters'])
      expect(reply.headers.get('x-error-detail')).toContain('delta')
    },
  )
})

describe('age of RPCs', () => {
  it.each(rpcMethods.filter(({ refuses }) => 'age' in refuses))(
    'is never negative in $method',
    async ({ method, message, token }) => {
      for (const age of ['-1s', '-0.001s', '-315576000000s']) {
        const reply = await callJson(server.url, method, { ...message(call), age }, { token: token(call) })
        expect(refusalIn(reply), age).toEqual({ code: 'invalid_argument', reason: 'invalid_parameters' })
      }
      const tooLong = { ...message(call), age: '1000000000000000000s' }
      const reply = await callJson(server.url, method, tooLong, { token: token(call) })
      expect(refusalIn(reply)).toEqual({ code: 'invalid_argument' })
    },
  )

  it.each([
    { seconds: -1n, nanos: 0 },
    { seconds: 0n, nanos: -1_000_000 },
    { seconds: -(2n ** 63n), nanos: 0 },
  ])('is never negative in binary: %o', async age => {
    const event = clients.grpc.recordBrowserEvent({ eventName: 'negative', age }, bearer(call.token))
    expect(await refusalOf(event)).toEqual({ code: 'invalid_argument', reason: 'invalid_parameters' })
  })
})

describe('numbers of RPCs', () => {
  it.each(['{"data": 1e400}', '{"data": {"a": [-1e400]}}', '{"data": "x", "age": 1e400}'])(
    'are finite: %s',
    async json => {
      const reply = await callJson(
        server.url,
        'RecordBrowserEvent',
        json.replace('{', '{"eventName": "infinite", '),
        call,
      )
      expect(refusalIn(reply).code).toBe('invalid_argument')
    },
  )

  it('are finite in binary', async () => {
    const data = { kind: { case: 'numberValue' as const, value: Number.NaN } }
    const event = { case: 'browserEvent' as const, value: { eventName: 'infinite', data } }
    const { results } = await clients.grpc.batchRecordEvents({ entries: [{ event }] }, bearer(call.token))
    expect(results[0]?.outcome).toMatchObject({ case: 'rejected', value: { error: { reason: 'invalid_parameters' } } })
  })

  it.each(['"NaN"', '-5'])('collection_time_ms is 0 or more, as documented: %s', async collectionTimeMs => {
    const message = `{"connectionId": "${call.connectionId}", "stats": {}, "collectionTimeMs": ${collectionTimeMs}}`
    const reply = await callJson(server.url, 'RecordStats', message, call)
    expect(refusalIn(reply)).toEqual({ code: 'invalid_argument', reason: 'invalid_parameters' })
  })
})

describe('a huge age', () => {
  it('is taken', async () => {
    const { token } = call
    for (const delta of [MONTH_MS, MONTH_MS + 1, 1e12, 1e18, 1e308]) {
      succeeded(await server.post('/events/browser', { token, eventName: 'old', delta }))
    }
    const entry = { eventName: 'old', peerId: call.peerId }
    const data = [
      { ...entry, delta: 1e18 },
      { ...entry, timeDelta: 1e308 },
    ]
    succeeded(await server.post('/connection/batch', { token, data, delta: 1e308 }))
    succeeded(await callJson(server.url, 'RecordBrowserEvent', { eventName: 'old', age: '315576000000s' }, call))
    const age = { seconds: 2n ** 63n - 1n, nanos: 999_999_999 }
    await expect(clients.grpc.recordBrowserEvent({ eventName: 'old', age }, bearer(token))).resolves.toBeDefined()
  })
})
