import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../src/http/routes.ts'
import { ADMIN_API_TOKEN } from '../support/accounts.ts'
import { engines } from '../support/database.ts'
import { exchange, type Reply, startTestServer, type TestServer } from '../support/test-server.ts'
import { type RouteCell, routeCells } from './route-cells.ts'
import { type CallerName, callers, createWorld, type ScopeName, scopes, type World } from './world.ts'

const privateRoutes = routes.filter(route => route.access !== 'public')

const cells: [string, string, RouteCell | undefined][] = privateRoutes.map(({ method, path }) => [
  `${method} ${path}`,
  method,
  routeCells[`${method} ${path}`],
])

const notAdmitted: Partial<Record<CallerName, string>> = {
  nobody: 'missing_token',
  'wrong token': 'invalid_token',
  'expired token': 'expired_token',
  'revoked token': 'invalid_token',
}

const ranks = ['viewer', 'member', 'owner', 'superuser'] as const

const isAllowed = ({ least }: RouteCell, caller: CallerName): boolean => {
  if (caller in notAdmitted) return false
  return least === 'user' || ranks.indexOf(caller as 'viewer') >= ranks.indexOf(least)
}

// What is decided here does not depend on the engine.
describe.each(engines().slice(-1))('every private route on %s', engine => {
  let server: TestServer
  let world: World
  beforeAll(async () => {
    server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN })
    world = await createWorld(server)
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const send = (method: string, { path, body }: { path: string; body?: object }, token?: string): Promise<Reply> =>
    exchange(method, server.api + path, body, token ? { authorization: `Bearer ${token}` } : {})

  it('has a cell in this matrix', () => {
    expect(cells.filter(([, , cell]) => !cell).map(([name]) => name)).toEqual([])
  })

  it.each(cells)('%s admits whom it may, and nobody else', async (_name, method, cell) => {
    if (!cell) return expect.unreachable('the route is not in the matrix')
    for (const caller of callers) {
      const reply = await send(method, await cell.request(world), world.tokens[caller])
      if (isAllowed(cell, caller)) {
        expect(reply.status, `${caller}: ${reply.text}`).toBe(cell.status ?? 200)
      } else if (caller in notAdmitted) {
        expect(reply, caller).toMatchObject({ status: 401, body: { error_code: notAdmitted[caller] } })
      } else if (caller !== 'stranger') {
        expect(reply, caller).toMatchObject({ status: 403, body: { error_code: 'permission_denied' } })
      }
    }
  })

  const aboutSomething = cells.filter(([, , cell]) => cell?.unknown)

  it.each(aboutSomething)('%s answers a stranger as if there was nothing', async (_name, method, cell) => {
    if (!cell?.unknown) return expect.unreachable('the route names nothing')
    const foreign = await send(method, await cell.request(world), world.tokens.stranger)
    const unknown = await send(method, cell.unknown, world.tokens.stranger)
    expect({ status: foreign.status, body: foreign.body }).toEqual({ status: unknown.status, body: unknown.body })
  })

  it.each(cells)('%s takes API tokens of its scope only', async (_name, method, cell) => {
    if (!cell) return expect.unreachable('the route is not in the matrix')
    const caller = cell.least === 'user' ? 'superuser' : 'owner'
    for (const scope of Object.keys(scopes) as ScopeName[]) {
      const reply = await send(method, await cell.request(world), world.scoped[caller][scope])
      expect(reply.status, `${scope}: ${reply.text}`).toBe(cell.scope === scope ? (cell.status ?? 200) : 403)
    }
  })
})

describe.each(engines().slice(-1))('private routes that are set open on %s', engine => {
  it('ask nobody, but do not serve pages of others', async () => {
    await using server = await startTestServer(engine, { privateApiAuth: false })
    const url = `${server.api}/apps`
    expect((await exchange('GET', url)).body.data).toHaveLength(1)
    const own = await exchange('GET', url, undefined, { origin: new URL(server.url).origin })
    expect(own.headers.get('access-control-allow-origin')).toBe(new URL(server.url).origin)
    const foreign = await exchange('GET', url, undefined, { origin: 'https://evil.example' })
    expect(foreign).toMatchObject({ status: 403, body: { error_code: 'permission_denied' } })
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('serve the pages of configured origins, with their credentials', async () => {
    const origin = 'https://console.example'
    await using server = await startTestServer(engine, { privateApiAuth: false, allowedOrigins: [origin] })
    const preflight = { origin, 'access-control-request-method': 'PUT' }
    for (const reply of [
      await exchange('GET', `${server.api}/apps`, undefined, { origin }),
      await exchange('OPTIONS', `${server.api}/apps`, undefined, preflight),
    ]) {
      expect(reply.status).toBe(200)
      expect(reply.headers.get('access-control-allow-origin')).toBe(origin)
      expect(reply.headers.get('access-control-allow-credentials')).toBe('true')
    }
  })
})
