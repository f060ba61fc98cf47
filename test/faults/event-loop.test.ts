import { fromJson, toBinary } from '@bufbuild/protobuf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { bodyRoutes } from '../bad-input/http-routes.ts'
import { rpcMethods } from '../bad-input/rpc-methods.ts'
import { startCall } from '../bad-input/running-call.ts'
import { ADMIN_API_TOKEN } from '../support/accounts.ts'
import { exchange, startTestServer, type TestServer } from '../support/test-server.ts'
import { inTurn, numbered } from '../support/thorough.ts'
import { costlyJson, oversizedJson } from './costly-json.ts'
import { everyRpc } from './every-rpc.ts'
import { longestTurn } from './longest-turn.ts'

/** Nothing may keep all others waiting for more than 100 ms; beside other processes a core is half as fast. */
const MAX_TURN_MS = 200

/** A turn that was longer is tried again: the garbage collector may have been at work for others. */
const TRIES = 4

let server: TestServer

beforeAll(async () => {
  server = await startTestServer('embedded', { adminApiToken: ADMIN_API_TOKEN, rateLimitPerMinute: 0 })
})

afterAll(async () => await server[Symbol.asyncDispose]())

interface Sent {
  name: string
  send: () => Promise<{ status: number; text: string }>
}

/** Expects of each request that it is no fault of the server and holds nobody up. */
async function expectShortTurns(requests: readonly Sent[]): Promise<void> {
  const slow: string[] = []
  for (const { name, send } of requests) {
    let shortest = Number.POSITIVE_INFINITY
    for (let tries = 0; tries < TRIES && shortest > MAX_TURN_MS; tries++) {
      let status = 0
      const turn = await longestTurn(async () => {
        status = (await send()).status
      })
      shortest = Math.min(shortest, turn)
      expect(status, name).toBeLessThan(500)
    }
    if (shortest > MAX_TURN_MS) slow.push(`${name}: ${shortest.toFixed(0)} ms`)
  }
  expect(slow).toEqual([])
}

const json = { ...costlyJson, ...oversizedJson }

/** For what takes no free JSON: it is parsed all the same. */
const parsedOnly = Object.fromEntries(
  (['distinct keys', 'objects of distinct shapes', 'many objects'] as const).map(kind => [kind, json[kind] ?? '']),
)

/** The fields with one of them as a text. */
const withField = (fields: object, field: string, text: string) => {
  const others = Object.entries(fields).filter(([name]) => name !== field)
  return Buffer.from(
    `{${others.map(([name, value]) => `"${name}":${JSON.stringify(value)},`).join('')}"${field}":${text}}`,
  )
}

const takesJson = (name: string) => !/initialize|get-?(page-?)?url|stop-?conference/i.test(name)

const freeFieldOf = (path: string) => (path === '/sessions' ? 'platform' : 'data')

describe('the event loop', () => {
  const routes = bodyRoutes.map((route, index) => ({ ...route, index }))

  it.each(routes)('is not held up by $method $path', async ({ method, path, body, index }) => {
    const right = body(await startCall(server, `${method} ${path}`))
    const send = (bytes: Uint8Array) => () => exchange(method, server.api + path, bytes)
    const kinds = takesJson(path) ? json : parsedOnly
    const inField = Object.entries(kinds).map(([kind, text]) => ({
      name: `${kind} in a field`,
      send: send(withField(right, freeFieldOf(path), text)),
    }))
    const objects = Object.entries(kinds).filter(([, text]) => text.startsWith('{'))
    const beside = objects.map(([kind, text]) => ({
      name: `${kind} beside the fields`,
      send: send(Buffer.from(`${JSON.stringify(right).slice(0, -1)},${text.slice(1)}`)),
    }))
    await expectShortTurns([...inTurn(inField, index, 3), ...inTurn(beside, index)])
  })

  const methods = rpcMethods.map((each, index) => ({ ...each, index }))

  it.each(methods)('is not held up by $method', async ({ method, token, message, index: turn }) => {
    const call = await startCall(server, `RPC ${method}`)
    const authorization = `Bearer ${token(call) ?? ''}`
    const { input } = IngestService.method[(method[0]?.toLowerCase() + method.slice(1)) as 'recordStats']
    const send = (bytes: Uint8Array, type: string) => () =>
      exchange('POST', `${server.url}/${IngestService.typeName}/${method}`, bytes, {
        authorization,
        'content-type': type,
      })
    const field = freeFields[method] ?? 'data'
    const requests = Object.entries(takesJson(method) ? json : parsedOnly).map(([kind, text], index) => {
      const bytes = withField(message(call), field, text)
      // Each kind in one of the two forms: both together take too long for a test.
      const binary = index % 2 === 0 ? asBinary(input, bytes) : undefined
      return binary
        ? { name: `${kind} in binary`, send: send(binary, 'application/proto') }
        : { name: `${kind} in JSON`, send: send(bytes, 'application/json') }
    })
    await expectShortTurns(inTurn(requests, turn, 3))
  })

  /** Those whose messages have other messages, lists or maps in them. */
  const composed = everyRpc.filter(
    ([, { methodKind, input }]) =>
      methodKind === 'unary' && input.fields.some(({ fieldKind }) => fieldKind !== 'scalar'),
  )

  it.each(numbered(composed))('is not held up by many parts in a message to %s', async (name, _method, index) => {
    const headers = { authorization: `Bearer ${ADMIN_API_TOKEN}`, 'content-type': 'application/proto' }
    const requests = Object.entries(manyParts).map(([kind, bytes]) => ({
      name: kind,
      send: () => exchange('POST', `${server.url}/${name}`, bytes, headers),
    }))
    await expectShortTurns(inTurn(requests, index))
  })
})

/** Binary messages of many small parts, each part two bytes. */
const manyParts: Record<string, Uint8Array> = {
  'empty parts of its first field': Buffer.alloc(1_000_000, Buffer.from([0x0a, 0x00])),
  'parts of a field that it has not': Buffer.alloc(1_000_000, Buffer.from([0x7a, 0x00])),
  'numbers in its first field': Buffer.alloc(1_000_000, Buffer.from([0x08, 0x00])),
  'groups, one in the other': Buffer.alloc(1_000_000, 0x7b),
}

const freeFields: Record<string, string> = {
  RecordStats: 'stats',
  CreateSession: 'devices',
  UpdateSession: 'devices',
  BatchRecordEvents: 'entries',
}

/** The message in the binary form; undefined when it is none. */
function asBinary(input: Parameters<typeof fromJson>[0], text: Buffer): Uint8Array | undefined {
  try {
    const message = fromJson(input, JSON.parse(text.toString()), { ignoreUnknownFields: true, recursionLimit: 1000 })
    return toBinary(input, message)
  } catch {
    return undefined
  }
}
