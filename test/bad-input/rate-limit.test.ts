import { Code, ConnectError } from '@connectrpc/connect'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ErrorDetailSchema } from '../../gen/peermetrics/error/v1/error_detail_pb.js'
import { defaultLimits } from '../../src/net/limits.ts'
import { lightEngine } from '../support/database.ts'
import { exchange, type Reply, startTestServer, type TestServer } from '../support/test-server.ts'
import { callJson, ingestClients, refusalIn } from './rpc.ts'

const PER_MINUTE = 5
const ORIGIN = 'https://page.example'

/** The statuses of so many requests in a row. */
async function statuses(count: number, request: (index: number) => Promise<Reply>): Promise<number[]> {
  const seen: number[] = []
  for (let index = 0; index < count; index++) seen.push((await request(index)).status)
  return seen
}

describe('the rate limit', () => {
  let server: TestServer
  let address = 0
  /** Headers of an address that has not been used yet. */
  const fresh = () => ({ 'x-real-ip': `192.0.2.${++address}` })

  beforeAll(async () => {
    server = await startTestServer(lightEngine(), {
      rateLimitPerMinute: PER_MINUTE,
      trustedProxies: ['127.0.0.0/8', '::1'],
    })
  })

  afterAll(async () => await server[Symbol.asyncDispose]())

  it('refuses what is more over HTTP, readably and with the time to wait', async () => {
    const headers = { ...fresh(), origin: ORIGIN }
    const refusedByBody = Array.from({ length: PER_MINUTE }, () => 400)
    expect(await statuses(PER_MINUTE, () => server.post('/initialize', {}, headers))).toEqual(refusedByBody)
    const refused = await server.post('/initialize', {}, headers)
    expect([refused.status, refused.body]).toEqual([
      429,
      { error_code: 'rate_limited', message: expect.stringContaining(String(PER_MINUTE)) },
    ])
    const seconds = Number(refused.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(60)
    expect(refused.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect(refused.headers.get('access-control-allow-credentials')).toBe('true')
    expect(refused.headers.get('access-control-expose-headers')).toMatch(/retry-after/i)
  })

  it('counts every route, and bodies that are no JSON', async () => {
    const headers = fresh()
    await server.post('/stats', 'nope', headers)
    await server.post('/sessions', {}, headers)
    await exchange('GET', `${server.api}/teapot`, undefined, headers)
    await exchange('DELETE', `${server.api}/stats`, undefined, headers)
    await callJson(server.url, 'RecordStats', {}, { headers })
    expect((await server.post('/tracks', {}, headers)).status).toBe(429)
    const call = await callJson(server.url, 'RecordStats', {}, { headers })
    expect(refusalIn(call)).toEqual({ code: 'resource_exhausted', reason: 'rate_limited' })
  })

  it('is told to whoever goes on all the same at a bounded rate', async () => {
    const { refusalBurst, refusalDelayMs } = defaultLimits
    const headers = fresh()
    const begin = performance.now()
    const took = Array.from({ length: PER_MINUTE + 2 * refusalBurst }, async () => {
      await server.post('/initialize', {}, headers)
      return performance.now() - begin
    })
    const slowest = Math.max(...(await Promise.all(took)))
    expect(slowest).toBeGreaterThan(refusalDelayMs)
  })

  it.each([
    ['unknown routes', (headers: Record<string, string>) => server.post('/nope', {}, headers)],
    [
      'RPC messages that cannot be read',
      (headers: Record<string, string>) => callJson(server.url, 'RecordStats', 'nope', { headers }),
    ],
  ])('counts %s', async (_name, request) => {
    const headers = fresh()
    await statuses(PER_MINUTE, () => request(headers))
    expect((await server.post('/initialize', {}, headers)).status).toBe(429)
  })

  it('does not count preflights: the page would be told nothing', async () => {
    const headers = { ...fresh(), origin: ORIGIN }
    const preflight = () => exchange('OPTIONS', `${server.api}/sessions`, undefined, headers)
    expect(await statuses(PER_MINUTE + 1, preflight)).not.toContain(429)
  })

  it.each(['connect', 'grpc'] as const)('refuses what is more over %s, with the time to wait', async protocol => {
    const client = ingestClients(server.url)[protocol]
    const call = (headers: Record<string, string>) =>
      client.recordStats({}, { headers }).then(
        () => undefined,
        (error: unknown) => ConnectError.from(error),
      )
    const headers = fresh()
    for (let index = 0; index < PER_MINUTE; index++) expect((await call(headers))?.code).toBe(Code.Unauthenticated)
    const refused = await call(headers)
    expect(refused?.code).toBe(Code.ResourceExhausted)
    const [detail] = refused?.findDetails(ErrorDetailSchema) ?? []
    expect(detail?.reason).toBe('rate_limited')
    expect(Number(detail?.metadata['retry_after_seconds'])).toBeGreaterThan(0)
    expect(Number(refused?.metadata.get('retry-after'))).toBeGreaterThan(0)
  })

  it('counts each client of a trusted proxy by itself', async () => {
    const all = await statuses(PER_MINUTE * 2, () => server.post('/initialize', {}, fresh()))
    expect(all).not.toContain(429)
  })

  it.each([
    ['one that is no address', { 'x-real-ip': 'me' }],
    ['an empty one', { 'x-real-ip': '' }],
    ['one with a comma', { 'x-real-ip': '192.0.2.250, 192.0.2.251' }],
  ])('counts the proxy itself for %s', async (_name, headers) => {
    const all = await statuses(PER_MINUTE + 1, index =>
      server.post('/initialize', {}, { ...headers, 'x-n': `${index}` }),
    )
    expect(all.at(-1)).toBe(429)
  })

  it('takes the last address of X-Forwarded-For that no trusted proxy has', async () => {
    const client = fresh()['x-real-ip']
    const all = await statuses(PER_MINUTE + 1, index =>
      server.post('/initialize', {}, { 'x-forwarded-for': `198.51.100.${index}, ${client}, 127.0.0.7` }),
    )
    expect(all.at(-1)).toBe(429)
  })
})

describe('without a trusted proxy', () => {
  it('nobody changes the address by a header', async () => {
    await using server = await startTestServer(lightEngine(), { rateLimitPerMinute: PER_MINUTE })
    const all = await statuses(PER_MINUTE, index => server.post('/initialize', {}, { 'x-real-ip': `192.0.2.${index}` }))
    expect(all).not.toContain(429)
    const address = '192.0.2.100'
    for (const headers of [{ 'x-real-ip': address }, { 'x-forwarded-for': address }, { forwarded: `for=${address}` }]) {
      expect((await server.post('/initialize', {}, headers)).status, JSON.stringify(headers)).toBe(429)
      const call = await callJson(server.url, 'RecordStats', {}, { headers })
      expect(refusalIn(call), JSON.stringify(headers)).toEqual({ code: 'resource_exhausted', reason: 'rate_limited' })
    }
  })
})
