import { create, type DescMethod, type JsonObject, toJson } from '@bufbuild/protobuf'
import { MethodOptions_IdempotencyLevel as IdempotencyLevel } from '@bufbuild/protobuf/wkt'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { AppService } from '../../gen/peermetrics/admin/v1/app_service_pb.js'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { routeCells } from '../access/route-cells.ts'
import { rpcCells } from '../access/rpc-cells.ts'
import { type CallerName, createApp, createWorld, type World } from '../access/world.ts'
import { bodyRoutes } from '../bad-input/http-routes.ts'
import { claimsOf, hmacToken } from '../bad-input/jwt.ts'
import { rpcMethods } from '../bad-input/rpc-methods.ts'
import { startCall } from '../bad-input/running-call.ts'
import { samples, wrongFields } from '../bad-input/samples.ts'
import { ADMIN_API_TOKEN, clientOf } from '../support/accounts.ts'
import { addConnection, succeeded } from '../support/call.ts'
import { SESSION_TOKEN_SECRET } from '../support/test-config.ts'
import { exchange, type Reply, startTestServer, type TestServer } from '../support/test-server.ts'
import { refusals, type Situations } from './refusals.ts'
import { storedState } from './stored-state.ts'

const DAY_S = 24 * 60 * 60

// Rows are read beside the running server.
describe.runIf(inject('postgresUrl'))('an error means that nothing was stored', () => {
  let server: TestServer
  let world: World
  let situations: Situations

  beforeAll(async () => {
    const settings = { adminApiToken: ADMIN_API_TOKEN, rateLimitPerMinute: 0 }
    // Without jobs: what they store is not what a request stored.
    server = await startTestServer('postgres', settings, undefined, { jobs: 'sent only' })
    world = await createWorld(server)
    situations = await createSituations()
  })

  afterAll(() => server[Symbol.asyncDispose]())

  async function createSituations(): Promise<Situations> {
    const call = await startCall(server, 'refusals')
    const { connectionId } = await addConnection(server, call, 'carol')
    const { token, peerId } = call
    succeeded(await server.post('/connection', { token, peerId, connectionId, eventName: 'removeConnection' }))
    const apps = clientOf(AppService, server, ADMIN_API_TOKEN)
    const changed = async (changes: object) => {
      const { id, apiKey } = await createApp(server, world.organizationId)
      await apps.updateApp({ appId: id, ...changes })
      return apiKey
    }
    return {
      call,
      endedConnectionId: connectionId,
      pausedApiKey: await changed({ recording: false }),
      boundApiKey: await changed({ domain: 'other.example' }),
      expiredToken: hmacToken({ ...claimsOf(token), t: Date.now() / 1000 - DAY_S - 60 }, SESSION_TOKEN_SECRET),
    }
  }

  /** Sends requests, of which each must be refused, and looks at the rows before and after. */
  async function expectNothingStored(send: () => Promise<Reply[]>): Promise<void> {
    const before = await storedState(server)
    for (const reply of await send()) expect(reply.status, reply.text).toBeGreaterThanOrEqual(400)
    expect(await storedState(server)).toEqual(before)
  }

  it.each(refusals)('for %s: %s', async (_what, code, send) => {
    await expectNothingStored(async () => {
      const reply = await send(server, situations)
      expect(reply.body?.error_code).toBe(code)
      return [reply]
    })
  })

  it.each(bodyRoutes)('for wrong fields of $method $path', async ({ method, path, body, refuses }) => {
    const right = body(situations.call)
    await expectNothingStored(() =>
      Promise.all(
        wrongFields(refuses).map(({ field, type }) =>
          exchange(method, server.api + path, { ...right, [field]: samples[type] }),
        ),
      ),
    )
  })

  const callJson = (method: DescMethod, message: JsonObject, token: string | undefined) =>
    exchange('POST', `${server.url}/${method.parent.typeName}/${method.name}`, message, {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    })

  it.each(rpcMethods)('for wrong fields of $method', async ({ method, token, message, refuses }) => {
    const { call } = situations
    const described = IngestService.methods.find(({ name }) => name === method) as DescMethod
    await expectNothingStored(() =>
      Promise.all(
        wrongFields(refuses).map(({ field, type }) =>
          callJson(described, { ...message(call), [field]: samples[type] } as JsonObject, token(call)),
        ),
      ),
    )
  })

  const changes = [...rpcCells].flatMap(([service, cells]) =>
    service.methods
      .filter(({ idempotency }) => idempotency !== IdempotencyLevel.NO_SIDE_EFFECTS)
      .map(method => ({ name: method.name, method, cell: cells[method.localName] })),
  )

  it.each(changes)('for $name, to whom may not and about what is not there', async ({ method, cell }) => {
    if (!cell || cell.least === 'public' || method.methodKind !== 'unary') return
    const request = create(method.input, await cell.request(world, 'superuser'))
    const right = toJson(method.input, request) as JsonObject
    const unknown = toJson(method.input, create(method.input, { ...request, ...cell.unknown })) as JsonObject
    const mayNot: CallerName[] = ['nobody', 'wrong token', ...(cell.unknown ? (['stranger'] as const) : [])]
    await expectNothingStored(() =>
      Promise.all([
        ...mayNot.map(caller => callJson(method, right, world.tokens[caller])),
        ...(cell.unknown ? [callJson(method, unknown, world.tokens.superuser)] : []),
      ]),
    )
  })

  it.each(Object.entries(routeCells))('for %s, to whom may not and about what is not there', async (name, cell) => {
    const [method = ''] = name.split(' ')
    const { path, body } = await cell.request(world)
    const headers = (caller: CallerName) => ({ authorization: `Bearer ${world.tokens[caller]}` })
    await expectNothingStored(() =>
      Promise.all([
        exchange(method, server.api + path, body),
        exchange(method, server.api + path, body, headers('wrong token')),
        exchange('PATCH', server.api + path, body, headers('superuser')),
      ]),
    )
    const { unknown } = cell
    if (!unknown || method === 'GET') return
    await expectNothingStored(async () => [
      await exchange(method, server.api + unknown.path, unknown.body, headers('superuser')),
    ])
  })
})
