import { randomUUID } from 'node:crypto'
import { Code, ConnectError } from '@connectrpc/connect'
import { createPeerMetrics, type PeerMetrics, pages, reasonOf, retryAfterOf, withToken } from '@peermetrics/client'
import { createPeerMetrics as createNodePeerMetrics } from '@peermetrics/client/node'
import { decodeJwt, SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ADMIN_API_TOKEN } from '../support/accounts.ts'
import { statsReport } from '../support/call.ts'
import { lightEngine } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { SESSION_TOKEN_SECRET } from '../support/test-config.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { type Front, overloaded, startFront } from './front.ts'
import { readAll } from './read-all.ts'

let server: TestServer
let front: Front

beforeAll(async () => {
  server = await startTestServer(lightEngine(), { adminApiToken: ADMIN_API_TOKEN })
  front = await startFront(server.url)
})
afterAll(async () => {
  await front[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})
beforeEach(() => {
  front.next()
  front.requests.length = 0
})
afterEach(() => vi.unstubAllEnvs())

const kinds = { Connect: createPeerMetrics, gRPC: createNodePeerMetrics }
const failure = async (call: Promise<unknown>): Promise<ConnectError> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ConnectError)
  return error as ConnectError
}

/** A session with a connection, as one who reports has it. */
async function beginSession({ ingest }: PeerMetrics) {
  const names = { externalConferenceId: randomUUID(), externalUserId: randomUUID() }
  const { initToken } = await ingest.initialize({ apiKey: server.apiKey, ...names })
  const { sessionToken } = await ingest.createSession({}, withToken(initToken))
  const { connectionId } = await ingest.addConnection({ externalPeerId: 'sfu', isSfu: true }, withToken(sessionToken))
  return { ...names, sessionToken, connectionId }
}

const reportOf = (connectionId: string, timestamp = Date.now()) => ({
  connectionId,
  report: { case: 'statsJson' as const, value: Buffer.from(JSON.stringify(statsReport(timestamp))) },
})

describe.each(Object.entries(kinds))('clients over %s', (_kind, create) => {
  it('report a call and read it, page by page', async () => {
    const pm = create({ baseUrl: server.url, token: ADMIN_API_TOKEN })
    const { sessionToken, connectionId, externalConferenceId } = await beginSession(pm)
    await pm.ingest.recordStats(reportOf(connectionId), withToken(sessionToken))
    for (let index = 0; index < 3; index++) await beginSession(pm)
    const rows = []
    for await (const row of pages(pm.query.listConferences, {})) rows.push(row.conference?.externalId)
    expect(rows.length).toBeGreaterThanOrEqual(4)
    expect(rows).toContain(externalConferenceId)
    const some = await readAll(pages(pm.query.listConferences, {}, { limit: 2 }))
    expect(some).toHaveLength(2)
    expect((await pm.maintenance.getServerInfo({})).version).toMatch(/^\d/)
  })

  it('take server and token from the environment', async () => {
    vi.stubEnv('PEERMETRICS_URL', `${server.url}/`)
    vi.stubEnv('PEERMETRICS_TOKEN', ADMIN_API_TOKEN)
    expect((await create().apps.listApps({})).apps).toHaveLength(1)
    expect((await failure(create({ token: 'wrong' }).apps.listApps({}))).code).toBe(Code.Unauthenticated)
  })

  it('say why the server refuses, and nothing of errors of others', async () => {
    const pm = create({ baseUrl: server.url, token: ADMIN_API_TOKEN })
    const error = await failure(pm.query.getConference({ conferenceId: 'none' }))
    expect([error.code, reasonOf(error), retryAfterOf(error)]).toEqual([
      Code.NotFound,
      'conference_not_found',
      undefined,
    ])
    for (const other of [new Error('x'), new ConnectError('x', Code.Unavailable, { 'retry-after': '3' }), undefined]) {
      expect([reasonOf(other), retryAfterOf(other)]).toEqual([undefined, undefined])
    }
  })

  it('ask for a token before each call, and once more when it has expired', async () => {
    const { sessionToken, connectionId } = await beginSession(create({ baseUrl: server.url }))
    const claims = decodeJwt(sessionToken)
    const old = { ...claims, t: Date.now() / 1000 - 25 * 3600, exp: Math.floor(Date.now() / 1000) - 3600 }
    const key = new TextEncoder().encode(SESSION_TOKEN_SECRET)
    const expired = await new SignJWT(old).setProtectedHeader({ alg: 'HS256' }).sign(key)
    const given = [expired, sessionToken, sessionToken, expired, expired]
    let asked = 0
    const pm = create({ baseUrl: server.url, token: async () => given[asked++] })
    await pm.ingest.recordStats(reportOf(connectionId))
    expect(asked).toBe(2)
    await pm.ingest.recordStats(reportOf(connectionId))
    expect(asked).toBe(3)
    expect(reasonOf(await failure(pm.ingest.recordStats(reportOf(connectionId))))).toBe('expired_token')
    expect(asked).toBe(5)
  })

  it('end calls by their signal and their limit of time', async () => {
    await using slow = await startFront(server.url)
    const pm = create({ baseUrl: create === createPeerMetrics ? slow.url : server.url, token: ADMIN_API_TOKEN })
    slow.next('hold', 'hold')
    const canceled = pm.query.listConferences(
      {},
      { signal: AbortSignal.timeout(create === createPeerMetrics ? 50 : 0) },
    )
    expect([Code.Canceled, Code.DeadlineExceeded]).toContain((await failure(canceled)).code)
    if (create === createPeerMetrics) {
      expect((await failure(pm.query.listConferences({}, { timeoutMs: 50 }))).code).toBe(Code.DeadlineExceeded)
      expect(slow.requests).toHaveLength(2)
    }
  })

  it('tell what cannot be reached from what is no such server', async () => {
    const nobody = await failure(
      create({ baseUrl: `http://127.0.0.1:${await freePort()}`, retry: false }).apps.listApps({}),
    )
    expect([nobody.code, nobody.rawMessage]).toEqual([Code.Unavailable, 'the server cannot be reached (ECONNREFUSED)'])
    await using site = await startFront(server.url)
    const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }
    site.next(page, page, page, page)
    const foreign = await failure(create({ baseUrl: site.url }).apps.listApps({}))
    expect(foreign.rawMessage).toMatch(new RegExp(`^${site.url} does not answer as a PeerMetrics server`))
    // A server of an older contract lacks the method.
    site.next({ status: 404, body: '' })
    const older = await failure(create({ baseUrl: site.url }).apps.listApps({}))
    expect(older.rawMessage).toMatch(/does not answer as a PeerMetrics server of this version does/)
  })
})

describe('calls that fail', () => {
  const connected = (options = {}) => createPeerMetrics({ baseUrl: front.url, token: ADMIN_API_TOKEN, ...options })

  it('are repeated up to four times when that changes nothing', async () => {
    front.next('break', overloaded(), 'break')
    expect((await connected().apps.listApps({})).apps).toHaveLength(1)
    expect(front.requests).toHaveLength(4)
    front.requests.length = 0
    front.next('break', 'break', 'break', 'break', 'pass')
    expect((await failure(connected().apps.listApps({}))).code).toBe(Code.Unavailable)
    expect(front.requests).toHaveLength(4)
  })

  it('are not repeated when that would do something twice, or is not wanted', async () => {
    front.next('break', 'pass')
    await failure(connected().apps.createApp({ name: 'x' }))
    expect(front.requests).toHaveLength(1)
    front.next(overloaded(), 'pass')
    await failure(connected({ retry: false }).apps.listApps({}))
    expect(front.requests).toHaveLength(2)
  })

  it('are not repeated for what another try would be told again', async () => {
    expect((await failure(connected().query.getConference({ conferenceId: 'none' }))).code).toBe(Code.NotFound)
    expect(front.requests).toHaveLength(1)
    const quota = { code: 'resource_exhausted', message: 'quota exceeded' }
    front.next({ status: 429, headers: { 'content-type': 'application/json' }, body: JSON.stringify(quota) })
    expect((await failure(connected().apps.listApps({}))).code).toBe(Code.ResourceExhausted)
    expect(front.requests).toHaveLength(2)
  })

  it('wait as long as the server says, unless time is up before', async () => {
    front.next(overloaded(1))
    await connected().apps.listApps({})
    const [first, second] = front.requests
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000)
    front.next(overloaded(60))
    const begun = Date.now()
    expect((await failure(connected().apps.listApps({}))).code).toBe(Code.Unavailable)
    expect(Date.now() - begun).toBeLessThan(5000)
    expect(front.requests).toHaveLength(3)
  })

  it('end with the signal while they wait', async () => {
    front.next(overloaded(5))
    const ended = new AbortController()
    const call = failure(connected().apps.listApps({}, { signal: ended.signal }))
    await vi.waitFor(() => expect(front.requests).toHaveLength(1))
    ended.abort()
    expect((await call).code).toBe(Code.Canceled)
    expect(front.requests).toHaveLength(1)
  })

  it('and are repeated store a stats report once', async () => {
    const { sessionToken, connectionId, externalConferenceId } = await beginSession(connected())
    front.requests.length = 0
    front.next('lose answer')
    await connected().ingest.recordStats(reportOf(connectionId), withToken(sessionToken))
    expect(front.requests).toHaveLength(2)
    const { query } = connected()
    const { rows } = await query.listConferences({ externalId: externalConferenceId })
    const conferenceId = rows[0]?.conference?.id ?? ''
    const events = await readAll(pages(query.listConferenceEvents, { conferenceId, type: 'stats' }))
    expect(events.filter(({ trackId }) => trackId === undefined)).toHaveLength(1)
  })
})

describe('options', () => {
  it.each([
    [{}, /^baseUrl is missing.*PEERMETRICS_URL/],
    [{ baseUrl: 'example.org' }, /must be a URL such as .*"example.org"/],
    [{ baseUrl: 'localhost:8081' }, /must be a URL/],
    [{ baseUrl: 'ftp://example.org' }, /must be a URL/],
    [{ baseUrl: 'http://me:secret@example.org' }, /no user name/],
    [{ baseUrl: 'http://example.org/?a=1#b' }, /without "\?a=1#b"/],
    [{ baseUrl: 'http://example.org', token: 'abc\n' }, /line break/],
    [{ baseUrl: 'http://example.org', token: 'a b' }, /blank/],
    [{ baseUrl: 'http://example.org', token: '' }, /empty/],
    [{ baseUrl: 'http://example.org', timeoutMs: -1 }, /timeoutMs/],
  ])('%j are refused, and what is wrong is named', (options, message) => {
    for (const create of Object.values(kinds)) expect(() => create(options)).toThrow(message)
    expect(() => createPeerMetrics(options)).not.toThrow('abc')
  })

  it('can be a base with a path, headers, interceptors and a fetch of their own', async () => {
    const seen: string[] = []
    const pm = createPeerMetrics({
      baseUrl: `${server.url}/some/path/`,
      token: ADMIN_API_TOKEN,
      headers: { 'x-request-source': 'test' },
      interceptors: [
        next => request => {
          seen.push(`${request.method.name} ${request.header.get('x-request-source')}`)
          return next(request)
        },
      ],
      fetch: (input, init) => {
        seen.push(String(input))
        return fetch(String(input).replace('/some/path', ''), init)
      },
    })
    await pm.apps.listApps({})
    expect(seen).toEqual(['ListApps test', `${server.url}/some/path/peermetrics.admin.v1.AppService/ListApps`])
  })
})
