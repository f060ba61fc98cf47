import { createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { statsReport } from '../operations/support/page.ts'
import { createDatabase, lightEngine, type TestDatabase } from '../support/database.ts'
import { type LogLine, type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { API_KEY, INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET } from '../support/test-config.ts'
import { exchange } from '../support/test-server.ts'

/** The page's address, as a proxy on this machine tells it. */
const ADDRESS = '203.0.113.77'
const headers = { 'x-real-ip': ADDRESS }

interface Call {
  /** Method, route and status of each request, in order. */
  expected: [string, string, number | string][]
  secrets: string[]
}

/** A call with everything that could leave something secret in a log. */
async function makeCall({ url, api }: ServerProcess): Promise<Call> {
  const expected: Call['expected'] = []
  const send = async (method: string, route: string, body: object | string, { path = route, status = 200 } = {}) => {
    const reply = await exchange(method, api + path, body, headers)
    expect(reply.status, reply.text).toBe(status)
    expected.push([method, route, status])
    return reply.body
  }
  const { token: initToken } = await send('POST', '/initialize', { apiKey: API_KEY, conferenceId: 'c', userId: 'u' })
  const { token } = await send('POST', '/sessions', { token: initToken, meta: { room: 'blue' } })
  await send('PUT', '/sessions', { token, devices: [] })
  const added = await send('POST', '/connection', { token, eventName: 'addConnection', peerId: 'bob' })
  const about = { token, connectionId: added.connection_id, peerId: added.peer_id }
  await send('POST', '/connection', { ...about, eventName: 'onconnectionstatechange', data: 'connected' })
  await send('POST', '/connection/batch', { token, data: [{ ...about, eventName: 'onicecandidate' }] })
  await send('POST', '/stats', { ...about, data: statsReport(1) })
  await send('POST', '/tracks', { ...about, event: 'ontrack', trackId: 't' })
  await send('PUT', '/tracks', { ...about, event: 'mute', trackId: 't' })
  await send('POST', '/events/get-user-media', { token, eventName: 'getUserMedia' })
  await send('POST', '/events/browser', { token, eventName: 'endCall' })
  await send('POST', '/services/get-url', { apiKey: API_KEY, conferenceId: 'c' })
  await send('POST', '/stats', { token: `${token}x`, data: {} }, { status: 401 })
  await send('POST', '/stats', `{"token":"${token}", ${token}`, { status: 400 })
  await send('POST', '/stats', token, { status: 400 })
  await send('POST', '/initialize', { apiKey: `${API_KEY}0`, conferenceId: 'c', userId: 'u' }, { status: 400 })
  await send('POST', '/v1/nowhere', { token }, { path: `/nowhere?token=${token}&key=${API_KEY}`, status: 404 })
  await send('POST', '/v1/nowhere', { token }, { path: `/nowhere%3Ftoken=${token}`, status: 404 })
  await send('POST', '/v1/nowhere', { token }, { path: `/nowhere;token=${token}`, status: 404 })
  const long = `/${'long/'.repeat(2000)}`
  await send('POST', `/v1${long}`.slice(0, 100), { token }, { path: long, status: 404 })

  const client = createClient(IngestService, createGrpcTransport({ baseUrl: url }))
  const rpc = async (method: string, status: string, call: Promise<unknown>) => {
    await call.catch(() => {})
    expected.push(['RPC', `${IngestService.typeName}/${method}`, status])
  }
  const bearer = (secret: string) => ({ headers: { ...headers, authorization: `Bearer ${secret}` } })
  const initialize = { apiKey: API_KEY, externalConferenceId: 'c', externalUserId: 'u' }
  await rpc('Initialize', 'ok', client.initialize(initialize, { headers }))
  await rpc('CreateSession', 'ok', client.createSession({}, bearer(initToken)))
  await rpc('RecordBrowserEvent', 'ok', client.recordBrowserEvent({ eventName: 'tick' }, bearer(token)))
  await rpc('RecordBrowserEvent', 'unauthenticated', client.recordBrowserEvent({ eventName: 't' }, bearer(`${token}x`)))
  return { expected, secrets: [initToken, token, API_KEY, INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET] }
}

/** RPCs in JSON with something secret where it does not belong. */
async function sendUnreadable({ url }: ServerProcess): Promise<void> {
  for (const body of [`{"apiKey":"${API_KEY}" x`, `{"apiKey":{"${API_KEY}":1}}`, API_KEY]) {
    const json = { ...headers, 'content-type': 'application/json' }
    const reply = await exchange('POST', `${url}/${IngestService.typeName}/Initialize`, body, json)
    expect(reply.status).toBe(400)
  }
}

const requestLines = (server: ServerProcess): LogLine[] => server.log().filter(({ msg }) => msg === 'request')

describe('the log of a server process', () => {
  let database: TestDatabase
  let server: ServerProcess
  let call: Call

  beforeAll(async () => {
    database = await createDatabase(lightEngine())
    server = await startServerProcess(database, { TRUSTED_PROXIES: '127.0.0.0/8' })
    call = await makeCall(server)
    await sendUnreadable(server)
    await server.stop()
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  it('is one line of JSON a message, on standard output', () => {
    const lines = server.output.stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(server.log().length)
    expect(server.log().map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['listening', 'request', 'stopping', 'stopped']),
    )
    for (const line of server.log()) expect(line['time']).toBeTypeOf('number')
  })

  it('has one line a request, with route, status and duration', () => {
    const lines = requestLines(server).slice(0, call.expected.length)
    expect(lines.map(({ method, route, status }) => [method, route, status])).toEqual(call.expected)
    for (const line of lines) expect(line['durationMs']).toBeGreaterThanOrEqual(0)
  })

  it('says why a request was refused', () => {
    const refused = requestLines(server).filter(({ status }) => ![200, 'ok'].includes(status as number))
    expect(refused).toHaveLength(12)
    for (const line of refused) expect(line['error'] ?? line['detail']).toMatch(/\w/)
  })

  it.each([
    ['that report', ['/connection', '/connection/batch', '/stats', '/tracks', '/events/browser']],
    ['with which a session begins', ['/initialize', '/sessions']],
  ])('names the conference and participant of requests %s', (_what, routes) => {
    const lines = requestLines(server).filter(line => routes.includes(String(line['route'])) && line['status'] === 200)
    expect(lines.length).toBeGreaterThanOrEqual(routes.length)
    const ids = { conferenceId: expect.any(String), participantId: expect.any(String) }
    for (const line of lines) expect(line).toMatchObject(ids)
  })

  it('has no token, key, secret or client address in it', () => {
    for (const secret of [...call.secrets, ADDRESS]) expect(server.output.stdout).not.toContain(secret)
    // The key of the demo app is told to the person who starts the server; tokens are told to nobody.
    for (const secret of call.secrets.slice(0, 2)) expect(server.output.stderr).not.toContain(secret)
  })

  it('has a line for an RPC whose message cannot be read', () => {
    const lines = requestLines(server).slice(call.expected.length)
    const line = ['RPC', `${IngestService.typeName}/Initialize`, 'invalidargument']
    expect(lines.map(({ method, route, status }) => [method, route, status])).toEqual([line, line, line])
  })
})
