import type { DescMethod, DescMethodStreaming, DescMethodUnary, DescService } from '@bufbuild/protobuf'
import { Code, ConnectError, createClient, type Transport } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ServerReflection } from '../../gen/grpc/reflection/v1/reflection_pb.js'
import { Health } from '../../gen/health/v1/health_pb.js'
import { ErrorDetailSchema } from '../../gen/peermetrics/error/v1/error_detail_pb.js'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { ADMIN_API_TOKEN, signIn } from '../support/accounts.ts'
import { engines } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { type Cell, rpcCells } from './rpc-cells.ts'
import { type CallerName, callers, createWorld, type ScopeName, scopes, type World } from './world.ts'

/** Services whose calls carry credentials of their own kind, or that are open to all by their nature. */
const withoutUsers = [IngestService.typeName, Health.typeName, ServerReflection.typeName]

const methods: [string, DescMethod, Cell | undefined][] = [...rpcCells].flatMap(([service, cells]) =>
  service.methods.map((method): [string, DescMethod, Cell | undefined] => [
    `${service.typeName}/${method.name}`,
    method,
    cells[method.localName],
  ]),
)

/** What a call comes to: the messages of its answer, or why it was refused. */
type Outcome = { messages: unknown[] } | { code: string; reason: string | undefined; message: string }

async function call(
  transport: Transport,
  method: DescMethod,
  request: Record<string, unknown>,
  token: string | undefined,
): Promise<Outcome> {
  const headers = token ? { authorization: `Bearer ${token}` } : {}
  const signal = new AbortController()
  try {
    if (method.methodKind === 'unary') {
      const { message } = await transport.unary(method as DescMethodUnary, signal.signal, undefined, headers, request)
      return { messages: [message] }
    }
    const input = (async function* () {
      yield request
    })()
    const { message } = await transport.stream(method as DescMethodStreaming, signal.signal, undefined, headers, input)
    const messages: unknown[] = []
    for await (const each of message) messages.push(each)
    return { messages }
  } catch (error) {
    const failed = ConnectError.from(error)
    const [detail] = failed.findDetails(ErrorDetailSchema)
    return { code: Code[failed.code] ?? '', reason: detail?.reason, message: failed.rawMessage }
  }
}

/** What a caller without a valid credential is told. */
const notAdmitted: Partial<Record<CallerName, string>> = {
  nobody: 'missing_token',
  'wrong token': 'invalid_token',
  'expired token': 'expired_token',
  'revoked token': 'invalid_token',
}

const ranks = ['viewer', 'member', 'owner', 'superuser'] as const

const isAllowed = ({ least }: Cell, caller: CallerName): boolean => {
  if (least === 'public') return true
  if (caller in notAdmitted) return false
  if (least === 'user') return true
  return ranks.indexOf(caller as 'viewer') >= ranks.indexOf(least)
}

// What is decided here does not depend on the engine, and one matrix of it takes long enough.
describe.each(engines().slice(-1))('every RPC on %s', engine => {
  let server: TestServer
  let world: World
  let transport: Transport
  beforeAll(async () => {
    server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN })
    world = await createWorld(server)
    transport = createGrpcTransport({ baseUrl: server.url })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const tokenOf = async (cell: Cell, caller: CallerName) => {
    const account = world.accounts[caller as keyof World['accounts']]
    return cell.endsSignIn && account ? await signIn(server, account.email) : world.tokens[caller]
  }

  const expectAnswer = ({ isUnimplementedOn, reason }: Cell, outcome: Outcome, who: string) => {
    if (isUnimplementedOn === engine) expect(outcome, who).toMatchObject({ reason: 'unimplemented' })
    else if (reason) expect(outcome, who).toMatchObject({ reason })
    else expect(outcome, who).toHaveProperty('messages')
  }

  it('has a cell in this matrix', async () => {
    const listed = createClient(ServerReflection, transport)
    const known = [...rpcCells.keys()].map((service: DescService) => service.typeName)
    const answers = listed.serverReflectionInfo(
      (async function* () {
        yield { messageRequest: { case: 'listServices' as const, value: '' } }
      })(),
    )
    for await (const { messageResponse } of answers) {
      if (messageResponse.case !== 'listServicesResponse') continue
      const names = messageResponse.value.service.map(service => service.name)
      const uncovered = names.filter(name => !known.includes(name) && !withoutUsers.includes(name))
      expect(uncovered.filter(name => !name.startsWith('grpc.reflection.'))).toEqual([])
    }
    expect(methods.filter(([, , cell]) => !cell).map(([name]) => name)).toEqual([])
  })

  it.each(methods)('%s admits whom it may, and nobody else', async (_name, method, cell) => {
    if (!cell) return expect.unreachable('the method is not in the matrix')
    for (const caller of callers) {
      const request = await cell.request(world, caller)
      const outcome = await call(transport, method, request, await tokenOf(cell, caller))
      if (isAllowed(cell, caller)) {
        expectAnswer(cell, outcome, caller)
      } else if (caller in notAdmitted) {
        expect(outcome, caller).toMatchObject({ code: 'Unauthenticated', reason: notAdmitted[caller] })
      } else if (caller !== 'stranger') {
        expect(outcome, caller).toMatchObject({ code: 'PermissionDenied', reason: 'permission_denied' })
      }
    }
  })

  const aboutSomething = methods.filter(([, , cell]) => cell?.unknown)

  it.each(aboutSomething)('%s answers a stranger as if there was nothing', async (_name, method, cell) => {
    if (!cell?.unknown) return expect.unreachable('the method names nothing')
    const request = await cell.request(world, 'stranger')
    const foreign = await call(transport, method, request, world.tokens.stranger)
    const unknown = await call(transport, method, { ...request, ...cell.unknown }, world.tokens.stranger)
    expect(foreign).toEqual(unknown)
  })

  it.each(methods)('%s takes API tokens of its scope only', async (_name, method, cell) => {
    if (!cell || cell.least === 'public') return
    const caller = ['user', 'superuser'].includes(cell.least) ? 'superuser' : 'owner'
    for (const scope of Object.keys(scopes) as ScopeName[]) {
      const request = await cell.request(world, caller)
      const outcome = await call(transport, method, request, world.scoped[caller][scope])
      if (cell.scope === scope || cell.scope === 'any') expectAnswer(cell, outcome, scope)
      else expect(outcome, scope).toMatchObject({ code: 'PermissionDenied', reason: 'permission_denied' })
    }
  })
})
