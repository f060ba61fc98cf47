import http from 'node:http'
import { createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppService } from '../../gen/peermetrics/admin/v1/app_service_pb.js'
import { ADMIN_API_TOKEN, createAccount, PASSWORD } from '../support/accounts.ts'
import { lightEngine } from '../support/database.ts'
import { exchange, type Reply, startTestServer, type TestServer } from '../support/test-server.ts'

const FOREIGN = 'https://evil.example'
const authorization = `Bearer ${ADMIN_API_TOKEN}`
const json = { 'content-type': 'application/json' }

const rpc = (service: string, method: string) => `/peermetrics.admin.v1.${service}/${method}`
const LIST_APPS = rpc('AppService', 'ListApps')
const CURRENT_USER = rpc('AccountService', 'GetCurrentUser')
const INITIALIZE = '/peermetrics.ingest.v1.IngestService/Initialize'

/** An exchange under another host than the one that is connected to, which fetch does not do. */
function exchangeAs(host: string, server: TestServer, path: string, headers: Record<string, string> = {}, body = '') {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const method = body ? 'POST' : 'GET'
    const request = http.request({ hostname, port, path, method, headers: { host, ...headers } }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', chunk => {
        text += chunk
      })
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    request.once('error', reject).end(body)
  })
}

describe('answers to browsers', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(lightEngine(), {
      adminApiToken: ADMIN_API_TOKEN,
      trustedProxies: ['127.0.0.1'],
      allowedHosts: ['calls.example'],
    })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const send = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
    exchange(method, server.url + path, body, headers)

  it('are what their type says, and are not kept', async () => {
    const initialize = JSON.stringify({ apiKey: server.apiKey, conferenceId: 'c', userId: 'u' })
    const preflight = { origin: FOREIGN, 'access-control-request-method': 'POST' }
    const replies = [
      send('POST', '/v1/initialize', initialize),
      send('POST', '/v1/initialize', '{'),
      send('OPTIONS', '/v1/initialize', undefined, preflight),
      send('OPTIONS', '/v1/apps', undefined, preflight),
      send('GET', '/v1/apps', undefined, { authorization }),
      send('GET', '/v1/apps'),
      send('GET', '/v1/conferences?limit=1', undefined, { authorization }),
      send('DELETE', '/v1/initialize'),
      send('GET', '/nowhere'),
      send('POST', LIST_APPS, '{}', { ...json, authorization }),
      send('POST', LIST_APPS, '{}', json),
      send('POST', LIST_APPS, '{', { ...json, authorization }),
      send('GET', LIST_APPS),
      send('OPTIONS', LIST_APPS, undefined, preflight),
      send('OPTIONS', INITIALIZE, undefined, preflight),
      send('GET', '/healthz'),
      send('GET', '/readyz'),
    ]
    const statuses = new Set<number>()
    for (const { status, headers } of await Promise.all(replies)) {
      statuses.add(status)
      expect(headers.get('x-content-type-options'), String(status)).toBe('nosniff')
      expect(headers.get('cache-control'), String(status)).toBe('no-store')
    }
    expect([...statuses]).toEqual(expect.arrayContaining([200, 204, 400, 401, 403, 404, 405, 415]))
    const client = createClient(AppService, createGrpcTransport({ baseUrl: server.url }))
    let header: Headers | undefined
    const onHeader = (headers: Headers) => {
      header = headers
    }
    await client.listApps({}, { headers: { authorization }, onHeader })
    expect(header?.get('x-content-type-options')).toBe('nosniff')
    expect(header?.get('cache-control')).toBe('no-store')
  })

  it('ask for a bearer token where one is missing or wrong, on both doors', async () => {
    const refusals = (headers: Record<string, string>) => [
      send('GET', '/v1/apps', undefined, headers),
      send('POST', LIST_APPS, '{}', { ...json, ...headers }),
    ]
    const challenges = async (replies: Promise<Reply>[]) =>
      (await Promise.all(replies)).map(({ status, headers }) => [status, headers.get('www-authenticate')])
    expect(await challenges(refusals({}))).toEqual(Array(2).fill([401, 'Bearer']))
    const wrong = refusals({ authorization: 'Bearer pmt_wrong' })
    expect(await challenges(wrong)).toEqual(Array(2).fill([401, 'Bearer error="invalid_token"']))
    const sdk = send('POST', '/v1/stats', JSON.stringify({ token: 'wrong' }))
    expect(await challenges([sdk])).toEqual([[401, null]])
  })

  describe('with a cookie', () => {
    const signIn = async (email: string, headers: Record<string, string> = {}) => {
      await createAccount(server, email)
      const body = JSON.stringify({ email, password: PASSWORD, setCookie: true })
      const reply = await send('POST', rpc('AccountService', 'SignIn'), body, { ...json, ...headers })
      expect(reply.status, reply.text).toBe(200)
      return reply.headers.get('set-cookie') ?? ''
    }
    const whoAmI = (headers: Record<string, string>) => send('POST', CURRENT_USER, '{}', { ...json, ...headers })
    const secure = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'console.calls.example' }

    it('have one of this host and of TLS where TLS is spoken', async () => {
      const header = await signIn('tls@browsers.test', secure)
      expect(header).toMatch(
        /^__Host-peermetrics_session=pms_[\w-]+; Expires=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      )
      const cookie = header.split(';')[0] ?? ''
      const own = { ...secure, origin: 'https://console.calls.example' }
      expect((await whoAmI({ ...own, cookie })).body.user.email).toBe('tls@browsers.test')
      // A page without TLS on the same host, or on a host beside it, can set a cookie of the plain name.
      const planted = cookie.replace('__Host-', '')
      expect((await whoAmI({ ...own, cookie: planted })).body.code).toBe('unauthenticated')
      const out = await send('POST', rpc('AccountService', 'SignOut'), '{}', { ...json, ...own, cookie })
      expect(out.headers.get('set-cookie')).toMatch(/^__Host-peermetrics_session=; Max-Age=0; .+; Secure$/)
    })

    it('have a plain one elsewhere', async () => {
      const header = await signIn('plain@browsers.test')
      expect(header).toMatch(/^peermetrics_session=pms_/)
      expect(header).not.toContain('Secure')
    })

    it('take no API token from it', async () => {
      const origin = new URL(server.url).origin
      const { token } = await createAccount(server, 'tokens@browsers.test')
      const made = await send(
        'POST',
        rpc('ApiTokenService', 'CreateApiToken'),
        '{"name":"t","scopes":["API_TOKEN_SCOPE_READ"]}',
        {
          ...json,
          authorization: `Bearer ${token}`,
        },
      )
      for (const secret of [made.body.secret, ADMIN_API_TOKEN]) {
        expect((await whoAmI({ authorization: `Bearer ${secret}` })).body.code).not.toBe('unauthenticated')
        const cookie = `peermetrics_session=${secret}`
        expect((await whoAmI({ origin, cookie })).body.code).toBe('unauthenticated')
        expect((await send('GET', '/v1/apps', undefined, { cookie })).body.error_code).toBe('missing_token')
      }
    })

    it('know their own origin by scheme, host and port', async () => {
      const cookie = (await signIn('origin@browsers.test')).split(';')[0] ?? ''
      const { host, hostname, port } = new URL(server.url)
      const code = async (headers: Record<string, string>) => (await whoAmI({ cookie, ...headers })).body.code
      expect(await code({ origin: `http://${host}` })).toBeUndefined()
      for (const origin of [
        `https://${host}`,
        `http://${hostname}`,
        `http://${hostname}:${Number(port) + 1}`,
        'null',
      ]) {
        expect(await code({ origin }), origin).toBe('permission_denied')
      }
      const forwarded = { 'x-forwarded-host': 'a.example, calls.example:8443' }
      expect(await code({ ...forwarded, origin: 'http://calls.example:8443' })).toBeUndefined()
      for (const origin of [
        'http://a.example',
        'http://calls.example',
        `http://${host}`,
        'https://calls.example:8443',
      ]) {
        expect(await code({ ...forwarded, origin }), origin).toBe('permission_denied')
      }
    })
  })

  it('to pages of others name the setting that they need, and so do preflights', async () => {
    const asked = { origin: FOREIGN, 'access-control-request-method': 'GET', 'access-control-request-headers': 'x' }
    for (const reply of [
      await send('GET', '/v1/apps', undefined, { origin: FOREIGN }),
      await send('OPTIONS', '/v1/apps', undefined, asked),
      await send('POST', LIST_APPS, '{}', { ...json, origin: FOREIGN }),
      await send('OPTIONS', LIST_APPS, undefined, asked),
    ]) {
      expect(reply.status).toBe(403)
      expect(reply.text).toContain(`Pages of ${FOREIGN}`)
      expect(reply.text).toContain('ALLOWED_ORIGINS')
      for (const name of reply.headers.keys()) expect(name).not.toMatch(/^access-control-allow/)
    }
  })
})

describe('a page whose name is resolved to the server', () => {
  const rebound = (headers: Record<string, string> = {}) => ({ origin: 'http://evil.example:8081', ...headers })

  it('reads nothing where nobody is asked who they are', async () => {
    const settings = { privateApiAuth: false, allowedHosts: ['calls.example'], adminApiToken: ADMIN_API_TOKEN }
    await using server = await startTestServer(lightEngine(), settings)
    const apps = (host: string, headers = {}) => exchangeAs(host, server, '/v1/apps', headers)
    for (const headers of [{}, rebound(), { 'x-forwarded-host': 'localhost' }]) {
      const refused = await apps('evil.example:8081', headers)
      expect(refused.status).toBe(403)
      expect(refused.text).toContain('evil.example:8081')
      expect(refused.text).toContain('ALLOWED_HOSTS')
    }
    for (const host of ['localhost.evil.example', '127.0.0.1.evil.example', 'evilcalls.example', '1.calls.example']) {
      expect((await apps(host)).status, host).toBe(403)
    }
    for (const host of [
      '127.0.0.1:8081',
      'LOCALHOST',
      'a.localhost:1',
      '[::1]:8081',
      '192.0.2.7',
      'Calls.Example:443',
    ]) {
      expect((await apps(host)).status, host).toBe(200)
    }
    // What a credential protects does not need it, and SDKs reach the server under any name.
    expect((await apps('evil.example', { authorization })).status).toBe(200)
    const initialize = JSON.stringify({ apiKey: server.apiKey, conferenceId: 'c', userId: 'u' })
    expect((await exchangeAs('any.example', server, '/v1/initialize', rebound(), initialize)).status).toBe(200)
    expect((await exchangeAs('any.example', server, '/healthz')).status).toBe(200)
  })

  it('has no credential where one is needed', async () => {
    await using server = await startTestServer(lightEngine(), { adminApiToken: ADMIN_API_TOKEN })
    expect((await exchangeAs('evil.example:8081', server, '/v1/apps', rebound())).status).toBe(401)
    expect((await exchangeAs('any.example', server, '/v1/apps', { authorization })).status).toBe(200)
  })
})
