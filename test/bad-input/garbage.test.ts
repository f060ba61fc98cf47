import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { playCall } from '../support/call.ts'
import { lightEngine } from '../support/database.ts'
import { exchange, type Reply, startTestServer, type TestServer } from '../support/test-server.ts'
import { isThorough } from '../support/thorough.ts'
import { bodies, INTERNALS, SEED, soon } from './garbage.ts'
import { type BodyRoute, bodyRoutes } from './http-routes.ts'
import { callJson } from './rpc.ts'
import { rpcMethods } from './rpc-methods.ts'
import { startCall } from './running-call.ts'

const ORIGIN = 'https://page.example'
const ends = { seed: SEED, endOnFailure: true }
const runs = (all: number) => ({ ...ends, numRuns: isThorough ? all : Math.ceil(all / 4) })

let server: TestServer

beforeAll(async () => {
  server = await startTestServer(lightEngine())
})

afterAll(async () => await server[Symbol.asyncDispose]())

const freeFields = ['data', 'platform', 'devices', 'constraints', 'timeTaken', 'timestamp', 'focus']
const fieldsOf = ({ refuses }: BodyRoute) => [...new Set([...Object.keys(refuses), ...freeFields])]

describe('garbage over HTTP', () => {
  it.each(bodyRoutes)('is answered by $method $path', async route => {
    // A call of its own: garbage may end one.
    const right = { ...route.body(await startCall(server, randomUUID())) }
    const statuses = new Set<number>()
    const property = fc.asyncProperty(bodies(fieldsOf(route)), async body => {
      const reply = await soon(exchange(route.method, server.api + route.path, body(right), { origin: ORIGIN }))
      statuses.add(reply.status)
      expect(reply.status).toBeLessThan(500)
      expect(reply.headers.get('access-control-allow-origin')).toBe(ORIGIN)
      expect(reply.body).toBeDefined()
      if (reply.status === 200) return
      expect(reply.body).toEqual({ error_code: expect.stringMatching(/^[a-z_]+$/), message: expect.any(String) })
      expect(reply.text).not.toMatch(INTERNALS)
      expect(reply.headers.get('x-error-detail') ?? '').not.toMatch(INTERNALS)
    })
    await fc.assert(property, runs(100))
    // Garbage that never gets past the first check would show nothing.
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400]))
  })
})

/** An answer of the Connect protocol that tells of no fault of the server. */
function expectCivil(reply: Reply): void {
  expect(reply.status).toBeLessThan(500)
  if (reply.status === 200) return
  expect(reply.body).toMatchObject({ code: expect.any(String), message: expect.any(String) })
  expect(['internal', 'unknown', 'data_loss']).not.toContain(reply.body.code)
  expect(reply.text).not.toMatch(INTERNALS)
}

describe('garbage over RPC', () => {
  it.each(rpcMethods)('is answered by $method, in JSON', async ({ method, token, message, refuses }) => {
    const call = await startCall(server, randomUUID())
    const right: Record<string, unknown> = { age: '1.5s', ...message(call) }
    const statuses = new Set<number>()
    const property = fc.asyncProperty(bodies([...Object.keys(refuses), 'data', 'devices']), async body => {
      const reply = await soon(callJson(server.url, method, body(right), { token: token(call) }))
      statuses.add(reply.status)
      expectCivil(reply)
    })
    await fc.assert(property, runs(50))
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400]))
  })

  it.each(rpcMethods)('is answered by $method, in binary', async ({ method, token }) => {
    const call = await startCall(server, randomUUID())
    const property = fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async bytes => {
      const headers = { 'content-type': 'application/proto' }
      const reply = await soon(callJson(server.url, method, bytes, { token: token(call), headers }))
      // The library calls what it cannot decode an internal error, as gRPC does.
      if (reply.body?.code === 'internal') expect(reply.body.message).toMatch(/^parse binary: [^/]*$/)
      else expectCivil(reply)
    })
    await fc.assert(property, runs(15))
  })
})

describe('after all garbage', () => {
  it('a good call is served', async () => {
    await expect(soon(playCall(server))).resolves.toBeUndefined()
  })
})
