import type { ClientHttp2Session } from 'node:http2'
import type { DescMessage, DescMethod, JsonObject, JsonValue } from '@bufbuild/protobuf'
import { MethodOptions_IdempotencyLevel as IdempotencyLevel } from '@bufbuild/protobuf/wkt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routeCells } from '../access/route-cells.ts'
import { createWorld } from '../access/world.ts'
import { INTERNALS } from '../bad-input/garbage.ts'
import { bodyRoutes } from '../bad-input/http-routes.ts'
import { type RunningCall, startCall } from '../bad-input/running-call.ts'
import { ADMIN_API_TOKEN } from '../support/accounts.ts'
import { exchange, startTestServer, type TestServer } from '../support/test-server.ts'
import { inTurn, numbered } from '../support/thorough.ts'
import { damagedBinary, damagedEnvelopes, damagedGzip, damagedJson, enveloped } from './damaged-messages.ts'
import { everyRpc, type RightRpc, RightRpcs } from './every-rpc.ts'
import { callRaw, connectTo, type RawOutcome } from './raw-rpc.ts'

/** What a client may be told about a mistake of its own. */
const mistakes = [
  ...['invalid_argument', 'unauthenticated', 'permission_denied', 'not_found', 'already_exists'],
  ...['failed_precondition', 'resource_exhausted', 'unimplemented'],
]

let server: TestServer
let rpcs: RightRpcs
let call: RunningCall
let session: ClientHttp2Session

beforeAll(async () => {
  server = await startTestServer('embedded', { adminApiToken: ADMIN_API_TOKEN, rateLimitPerMinute: 0 })
  call = await startCall(server, 'mistakes')
  rpcs = new RightRpcs(await createWorld(server), call)
  session = connectTo(server.url)
})

afterAll(async () => {
  session?.close()
  await server?.[Symbol.asyncDispose]()
})

const bearer = ({ token }: Pick<RightRpc, 'token'>): Record<string, string> =>
  token ? { authorization: `Bearer ${token}` } : {}

/** Bodies that are wrong, and what sends them. */
type Mistake = [kind: string, bodies: Record<string, Uint8Array>, send: (body: Uint8Array) => Promise<RawOutcome>]

/** Sends the same mistake in every kind of it, and expects to be told so. */
async function expectMistakes(
  bodies: Record<string, Uint8Array>,
  send: (body: Uint8Array) => Promise<RawOutcome>,
  kind: string,
): Promise<void> {
  const outcomes = await Promise.all(
    Object.entries(bodies).map(async ([name, body]) => ({ name, ...(await send(body)) })),
  )
  for (const { name, code, status, text } of outcomes) {
    expect(mistakes, `${kind}: ${name}: ${status} ${code} ${text.slice(0, 200)}`).toContain(code)
    expect(text, `${kind}: ${name}`).not.toMatch(INTERNALS)
  }
}

describe('a message that cannot be read', () => {
  it.each(numbered(everyRpc))('is a mistake of the caller of %s', async (_name, method, index) => {
    const { path, token } = await rpcs.of(method)
    const to = (type: string, more: Record<string, string> = {}) => {
      const headers = { 'content-type': type, ...bearer({ token }), ...more }
      return (body: Uint8Array) => callRaw(session, path, { headers, body })
    }
    const isUnary = method.methodKind === 'unary'
    const gzip = { 'content-encoding': 'gzip' }
    const inConnect: Mistake[] = [
      ['Connect, binary', damagedBinary, to('application/proto')],
      ['Connect, JSON', damagedJson, to('application/json')],
      ['Connect, binary, gzip', damagedGzip, to('application/proto', gzip)],
      ['Connect, JSON, gzip', damagedGzip, to('application/json', gzip)],
    ]
    const enveloping = isUnary ? ['grpc', 'grpc-web'] : ['grpc', 'grpc-web', 'connect']
    const inEnvelopes = enveloping.flatMap((protocol): Mistake[] => {
      const encoding = protocol === 'connect' ? 'connect-content-encoding' : 'grpc-encoding'
      const type = `application/${protocol}+proto`
      return [
        [`${protocol}, binary`, wrapped(damagedBinary), to(type)],
        [`${protocol}, JSON`, wrapped(damagedJson), to(`application/${protocol}+json`)],
        [`${protocol}, envelope`, damagedEnvelopes, to(type)],
        [`${protocol}, gzip`, wrapped(damagedGzip, 1), to(type, { [encoding]: 'gzip' })],
      ]
    })
    const all = isUnary ? [...inConnect, ...inEnvelopes] : inEnvelopes
    for (const [kind, bodies, send] of inTurn(all, index, 2)) await expectMistakes(bodies, send, kind)
  })

  const readable = everyRpc.filter(([, { idempotency }]) => idempotency === IdempotencyLevel.NO_SIDE_EFFECTS)

  it.each(numbered(readable))('is a mistake of who asks %s by GET', async (_name, method, index) => {
    const { path, token } = await rpcs.of(method)
    const get = (query: string) =>
      callRaw(session, `${path}?connect=v1&${query}`, { method: 'GET', headers: bearer({ token }) })
    const queries = {
      'broken base64': 'encoding=proto&base64=1&message=***',
      'base64 of no message': 'encoding=proto&base64=1&message=Cv8',
      'no message of JSON': 'encoding=json&message=%7B',
      'no text': 'encoding=json&message=%FF%FE',
      'no gzip': 'encoding=json&compression=gzip&message=%7B%7D',
      'no gzip in base64': 'encoding=proto&base64=1&compression=gzip&message=AAAA',
      'an unknown compression': 'encoding=json&compression=zip&message=%7B%7D',
    }
    if (method.methodKind !== 'unary') return
    for (const [name, query] of inTurn(Object.entries(queries), index, 2)) {
      const { code, text } = await get(query)
      expect(mistakes, `${name}: ${code} ${text}`).toContain(code)
    }
    expect((await get('encoding=xml&message=x')).status).toBe(415)
  })
})

const wrapped = (bodies: Record<string, Uint8Array>, flags = 0): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name, enveloped(body, flags)]))

/** Texts that no field can use, but for free JSON. */
const hostileTexts: Record<string, string> = {
  'an unpaired surrogate': '\ud800',
  'surrogates the wrong way round': 'x\udc00\ud800',
  '1 MB': 'x'.repeat(1_000_000),
}

/** NUL, which each field may hand on to the database, and what else is tried in turn. */
const textsOf = (index: number) => [['NUL', 'a\u0000b'] as const, ...inTurn(Object.entries(hostileTexts), index)]

/** The paths of all text fields of a message. */
function textFields(message: DescMessage, depth = 0): string[][] {
  if (message.typeName.startsWith('google.protobuf.')) return []
  return message.fields.flatMap((field): string[][] => {
    if (field.fieldKind === 'scalar' && field.scalar === STRING) return [[field.jsonName]]
    if (field.fieldKind === 'list' && field.listKind === 'scalar' && field.scalar === STRING)
      return [[field.jsonName, '0']]
    if (depth > 2) return []
    if (field.fieldKind === 'message')
      return textFields(field.message, depth + 1).map(path => [field.jsonName, ...path])
    if (field.fieldKind === 'list' && field.listKind === 'message') {
      return textFields(field.message, depth + 1).map(path => [field.jsonName, '0', ...path])
    }
    return []
  })
}

/** ScalarType.STRING of descriptors. */
const STRING = 9

function withText(message: JsonValue | undefined, [name = '', ...path]: string[], text: string): JsonValue {
  const value = (inner: JsonValue | undefined) => (path.length === 0 ? text : withText(inner, path, text))
  if (name === '0') return [value(Array.isArray(message) ? message[0] : undefined)]
  const fields = (message ?? {}) as JsonObject
  return { ...fields, [name]: value(fields[name]) }
}

describe('a text that nobody can use', () => {
  const fields = everyRpc.flatMap(([name, method]) =>
    textFields(method.input).map((path): [string, string, DescMethod, string[]] => [
      name,
      path.join('.'),
      method,
      path,
    ]),
  )

  // A watch of a service that nobody knows goes on.
  const answered = fields.filter(([, , method]) => method.name !== 'Watch')

  it.each(numbered(answered))('is stored or refused by %s in %s', async (_name, _field, method, path, index) => {
    const right = await rpcs.of(method)
    const isUnary = method.methodKind === 'unary'
    for (const [kind, text] of textsOf(index)) {
      const message = Buffer.from(JSON.stringify(withText(right.message, path, text)))
      const headers = { 'content-type': isUnary ? 'application/json' : 'application/connect+json', ...bearer(right) }
      const outcome = await callRaw(session, right.path, { headers, body: isUnary ? message : enveloped(message) })
      expect(['ok', ...mistakes], `${kind}: ${outcome.status} ${outcome.text.slice(0, 300)}`).toContain(outcome.code)
      expect(outcome.text.slice(0, 5000)).not.toMatch(INTERNALS)
    }
  })

  it.each(bodyRoutes)('is stored or refused by $method $path', async ({ method, path, body, refuses }) => {
    const right = body(call)
    for (const [index, field] of [...Object.keys(refuses), 'data'].entries()) {
      for (const [kind, text] of textsOf(index)) {
        const reply = await exchange(method, server.api + path, { ...right, [field]: text })
        expect(reply.status, `${field}: ${kind}: ${reply.text}`).toBeLessThan(500)
        expect(reply.text.slice(0, 5000)).not.toMatch(INTERNALS)
      }
    }
  })

  const routes = Object.keys(routeCells).map((name): [string] => [name])

  it.each(numbered(routes))('does no harm in the path and query of %s', async (name, index) => {
    const [method = '', pattern = ''] = name.split(' ')
    const headers = { authorization: `Bearer ${ADMIN_API_TOKEN}` }
    for (const [at, text] of ['a%00b', '%ed%a0%80', 'a\u0000b', '%', 'x'.repeat(6000)].entries()) {
      const path = pattern.replace(/:\w+/g, encodeURI(text))
      const names = ['conferenceId', 'participantId', 'appId', 'type', 'issue_code', 'query', 'conference_ids', 'limit']
      const queries = [...names, 'created_at_gte', 'duration_gte'].map(each => `?${each}=${encodeURI(text)}`)
      for (const query of ['', ...(method === 'GET' ? inTurn(queries, index + at) : [])]) {
        const body = ['POST', 'PUT'].includes(method) ? { name: text, organization: text, domain: text } : undefined
        const reply = await exchange(method, `${server.api}${path}${query}`, body, headers)
        expect(reply.status, `${path}${query}: ${reply.text}`).toBeLessThan(500)
        expect(reply.text).not.toMatch(INTERNALS)
      }
    }
  })
})
