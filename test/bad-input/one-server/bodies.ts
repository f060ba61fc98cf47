import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { exchange } from '../../support/test-server.ts'
import { bodyRoutes } from '../http-routes.ts'
import { bearer, callJson, ingestClients, refusalIn, refusalOf } from '../rpc.ts'
import { rpcMethods } from '../rpc-methods.ts'
import { call, clients, LIMIT, server } from './server.ts'

/** What a client may wait for the refusal of a body, whatever is in it, in ms. */
const PROMPT_MS = 500

const notObjects: [string, string | Uint8Array][] = [
  ['nothing', ''],
  ['white space', ' \n'],
  ['a word', 'nope'],
  ['half an object', '{"apiKey":"a1b2'],
  ['an object and more', '{} {}'],
  ['single quotes', "{'token':'x'}"],
  ['a form', 'apiKey=x&conferenceId=y'],
  ['a byte order mark', '\ufeff{}'],
  ['what is not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ['compressed JSON', gzipSync('{}')],
  ['NUL bytes', '\u0000'.repeat(100)],
  ['null', 'null'],
  ['a string', '"text"'],
  ['a number', '7'],
  ['a boolean', 'true'],
  ['an array', '[{"token":"x"}]'],
]

/** Connect decodes text leniently: a byte order mark is skipped, what is not UTF-8 becomes U+FFFD. */
const lenient = ['a byte order mark', 'what is not UTF-8']

describe('a body that is no JSON object', () => {
  it.each(notObjects)('is refused by every route: %s', async (name, body) => {
    for (const { method, path } of bodyRoutes) {
      const reply = await exchange(method, server.api + path, body)
      const isBatch = name === 'an array' && path === '/connection/batch'
      const expected = isBatch ? [401, 'missing_token'] : [400, 'unknown_error']
      expect([reply.status, reply.body?.error_code], path).toEqual(expected)
      expect(reply.body.message, path).toMatch(
        isBatch ? 'No token supplied.' : /^The request body must be a JSON object: ./,
      )
    }
  })

  it.each(notObjects.filter(([name]) => !lenient.includes(name)))(
    'is refused by every RPC: %s',
    async (_name, body) => {
      for (const { method, token } of rpcMethods) {
        const reply = await callJson(server.url, method, body as string, { token: token(call) })
        expect(refusalIn(reply), method).toEqual({ code: 'invalid_argument' })
      }
    },
  )

  it('is read however it is announced', async () => {
    for (const type of ['application/json', 'text/plain;charset=UTF-8', 'application/x-www-form-urlencoded']) {
      const reply = await server.post('/initialize', '{}', { 'content-type': type })
      expect(reply.body?.error_code, type).toBe('missing_parameters')
    }
  })
})

describe('a body that takes long to look at', () => {
  // Broken off inside a string of escaped quotes: what looks for the end of the string at every quote never ends.
  const quotes = `"${'\\"'.repeat(20_000)}`

  it('is refused at once over HTTP', async () => {
    const startedAt = performance.now()
    const reply = await server.post('/initialize', quotes)
    expect(reply.body?.error_code).toBe('unknown_error')
    expect(performance.now() - startedAt).toBeLessThan(PROMPT_MS)
  })

  it('is refused at once over RPC', async () => {
    const startedAt = performance.now()
    const message = { connectionId: call.connectionId, statsJson: Buffer.from(quotes).toString('base64') }
    const reply = await callJson(server.url, 'RecordStats', message, call)
    expect(refusalIn(reply)).toEqual({ code: 'invalid_argument', reason: 'invalid_parameters' })
    expect(performance.now() - startedAt).toBeLessThan(PROMPT_MS)
  })
})

/** Text of a JSON object of exactly so many bytes. */
const sized = (fields: object, bytes: number) => {
  const length = JSON.stringify({ ...fields, padding: '' }).length
  return JSON.stringify({ ...fields, padding: 'x'.repeat(bytes - length) })
}

describe('a body over the limit', () => {
  const fields = () => ({ apiKey: server.apiKey, conferenceId: 'size', userId: 'size' })
  const message = () => ({ apiKey: server.apiKey, externalConferenceId: 'size', externalUserId: 'size' })

  it('is what has one byte too many', async () => {
    const fits = await server.post('/initialize', sized(fields(), LIMIT))
    expect(fits.status).toBe(200)
    const refused = await server.post('/initialize', sized(fields(), LIMIT + 1))
    expect([refused.status, refused.body]).toEqual([
      413,
      { error_code: 'body_too_large', message: expect.stringContaining(String(LIMIT)) },
    ])
    expect((await callJson(server.url, 'Initialize', sized(message(), LIMIT))).status).toBe(200)
    const tooLarge = await callJson(server.url, 'Initialize', sized(message(), LIMIT + 1))
    expect(refusalIn(tooLarge).code).toBe('resource_exhausted')
  })

  it.each(bodyRoutes)('is refused by $method $path', async ({ method, path }) => {
    const headers = { origin: 'https://page.example' }
    const reply = await exchange(method, server.api + path, sized({}, 5_000_000), headers)
    expect([reply.status, reply.body?.error_code]).toEqual([413, 'body_too_large'])
    expect(reply.headers.get('access-control-allow-origin')).toBe('https://page.example')
  })

  it('is refused when its size was not announced', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(100_000))
    const chunks = ReadableStream.from(Array.from({ length: 50 }, () => chunk))
    const request = { method: 'POST', body: chunks, duplex: 'half' } as RequestInit
    const response = await fetch(`${server.api}/initialize`, request)
    expect([response.status, await response.json()]).toMatchObject([413, { error_code: 'body_too_large' }])
  })

  it('is refused by RPCs, packed or not', async () => {
    const bomb = gzipSync(sized(message(), 10_000_000))
    const packed = await callJson(server.url, 'Initialize', bomb, { headers: { 'content-encoding': 'gzip' } })
    expect(refusalIn(packed).code).toBe('resource_exhausted')
    const data = { kind: { case: 'stringValue', value: 'x'.repeat(5_000_000) } } as const
    for (const client of [clients.connect, clients.grpc]) {
      const refusal = await refusalOf(client.recordBrowserEvent({ eventName: 'x', data }, bearer(call.token)))
      expect(refusal.code).toBe('resource_exhausted')
    }
  })

  it('does not wear out the connection it came over', async () => {
    const { grpc } = ingestClients(server.url)
    const data = { kind: { case: 'stringValue', value: 'x'.repeat(5_000_000) } } as const
    for (let sent = 0; sent < 4; sent++) {
      const refused = grpc.recordBrowserEvent({ eventName: 'x', data }, bearer(call.token))
      expect((await refusalOf(refused)).code).toBe('resource_exhausted')
    }
    await expect(grpc.recordBrowserEvent({ eventName: 'x' }, bearer(call.token))).resolves.toBeDefined()
  })
})

const nested = (levels: number, inner = '1') => `${'{"a":'.repeat(levels)}${inner}${'}'.repeat(levels)}`

describe('nesting', () => {
  const fields: [string, string, (json: string) => string][] = [
    ['/sessions', 'platform', json => `{"token":"${call.initToken}","platform":${json}}`],
    ['/sessions', 'devices', json => `{"token":"${call.initToken}","devices":${json}}`],
    ['/sessions', 'constraints', json => `{"token":"${call.initToken}","constraints":${json}}`],
    ['/events/browser', 'data', json => `{"token":"${call.token}","eventName":"x","data":${json}}`],
    ['/events/get-user-media', 'data', json => `{"token":"${call.token}","eventName":"x","data":${json}}`],
    ['/connection', 'data', json => `{"token":"${call.token}","eventName":"x","peerId":"bob","data":${json}}`],
    ['/stats', 'data', json => `{"token":"${call.token}","connectionId":"${call.connectionId}","data":${json}}`],
    [
      '/tracks',
      'data',
      json =>
        `{"token":"${call.token}","connectionId":"${call.connectionId}","event":"ontrack","trackId":"t","data":${json}}`,
    ],
  ]

  it.each(fields)('of up to 64 levels is stored by POST %s in %s, not more', async (path, _field, body) => {
    for (const levels of [20, 64]) {
      const reply = await server.post(path, body(nested(levels)))
      expect(reply.status, `${levels} levels`).toBe(200)
    }
    for (const levels of [65, 100_000]) {
      const reply = await server.post(path, body(nested(levels)))
      expect([reply.status, reply.body?.error_code], `${levels} levels`).toEqual([400, 'invalid_parameters'])
      expect(reply.headers.get('x-error-detail')).toContain('nested')
    }
  })

  it.each([
    ['CreateSession', 'platform', () => ({ token: call.initToken })],
    ['UpdateSession', 'constraints', () => call],
    ['UpdateSession', 'devices', () => call],
    ['RecordBrowserEvent', 'data', () => call],
    ['RecordStats', 'stats', () => call],
  ] as const)('of up to 64 levels is stored by %s in %s, not more', async (method, field, sender) => {
    const required = `"eventName":"x","connectionId":"${call.connectionId}"`
    const send = (levels: number) =>
      callJson(server.url, method, `{${required},"${field}":${nested(levels)}}`, sender())
    for (const levels of [20, 64]) expect((await send(levels)).status, `${levels} levels`).toBe(200)
    expect(refusalIn(await send(65))).toEqual({ code: 'invalid_argument', reason: 'invalid_parameters' })
    expect(refusalIn(await send(50_000))).toEqual({ code: 'invalid_argument', reason: 'invalid_parameters' })
  })

  it('in fields that take none does no harm', async () => {
    for (const { method, path, refuses } of bodyRoutes) {
      for (const field of Object.keys(refuses)) {
        const reply = await exchange(method, server.api + path, `{"${field}":${nested(10_000)}}`)
        expect([400, 401], `${path} ${field}`).toContain(reply.status)
      }
    }
  })
})

describe('a report of very many', () => {
  it('tracks does not keep everybody waiting', async () => {
    const audio = Array.from({ length: 5000 }, (_, index) => ({ id: `many ${index}` }))
    const { token } = call
    const startedAt = performance.now()
    const many = server.post('/events/get-user-media', { token, eventName: 'getUserMedia', data: { audio } })
    const other = await server.post('/events/browser', { token, eventName: 'x' })
    expect([200, 400]).toContain((await many).status)
    expect(other.status).toBe(200)
    expect(performance.now() - startedAt).toBeLessThan(3000)
  })

  it('streams is no fault', async () => {
    // One more than a smallint can count.
    const inbound = Array.from({ length: 32_768 }, () => ({ track: { trackIdentifier: 'x' } }))
    const { token, connectionId } = call
    const reply = await server.post('/stats', { token, connectionId, data: { audio: { inbound } } })
    expect([200, 400]).toContain(reply.status)
  })
})
