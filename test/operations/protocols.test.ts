import { Code, ConnectError, createClient, type Transport } from '@connectrpc/connect'
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Health, HealthCheckResponse_ServingStatus as Status } from '../../gen/health/v1/health_pb.js'
import { AppService } from '../../gen/peermetrics/admin/v1/app_service_pb.js'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { lightEngine } from '../support/database.ts'
import { API_KEY } from '../support/test-config.ts'
import { exchange, startTestServer, type TestServer } from '../support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer(lightEngine())
})
afterAll(() => server[Symbol.asyncDispose]())

const transports: [string, (baseUrl: string) => Transport][] = [
  ['Connect over HTTP/1.1', baseUrl => createConnectTransport({ baseUrl, httpVersion: '1.1' })],
  [
    'Connect with binary messages',
    baseUrl => createConnectTransport({ baseUrl, httpVersion: '1.1', useBinaryFormat: true }),
  ],
  ['Connect over HTTP/2', baseUrl => createConnectTransport({ baseUrl, httpVersion: '2' })],
  ['gRPC over h2c', baseUrl => createGrpcTransport({ baseUrl })],
  ['gRPC-Web over HTTP/1.1', baseUrl => createGrpcWebTransport({ baseUrl, httpVersion: '1.1' })],
  ['gRPC-Web over HTTP/2', baseUrl => createGrpcWebTransport({ baseUrl, httpVersion: '2' })],
]

const failure = async (call: Promise<unknown>): Promise<ConnectError> =>
  await call.then(
    () => expect.unreachable('the call should have failed'),
    (error: unknown) => ConnectError.from(error),
  )

describe('one port', () => {
  it('answers JSON over HTTP/1.1', async () => {
    const body = { apiKey: API_KEY, conferenceId: 'http', userId: 'alice' }
    const reply = await exchange('POST', `${server.url}/v1/initialize`, body)
    expect(reply.status, reply.text).toBe(200)
    expect(reply.body).toMatchObject({ token: expect.stringMatching(/^ey/), getStatsInterval: 10_000 })
  })

  it.each(transports)('answers %s', async (_name, transport) => {
    const client = createClient(IngestService, transport(server.url))
    const request = { apiKey: API_KEY, externalConferenceId: 'rpc', externalUserId: 'alice' }
    const { initToken, statsIntervalMs } = await client.initialize(request)
    expect(statsIntervalMs).toBe(10_000)
    const headers = { authorization: `Bearer ${initToken}` }
    expect(await client.createSession({}, { headers })).toMatchObject({ sessionToken: expect.stringMatching(/^ey/) })
  })

  it.each(transports)('refuses a wrong API key over %s with code and detail', async (_name, transport) => {
    const client = createClient(IngestService, transport(server.url))
    const refused = await failure(client.stopConference({ apiKey: 'wrong', externalConferenceId: 'rpc' }))
    expect(refused.code).toBe(Code.Unauthenticated)
    expect(refused.details).toHaveLength(1)
  })

  it.each(transports)('refuses who does not say who they are over %s', async (_name, transport) => {
    const calls = [
      () => createClient(QueryService, transport(server.url)).listConferences({}),
      () => createClient(AppService, transport(server.url)).listApps({}),
    ]
    for (const call of calls) expect((await failure(call())).code).toBe(Code.Unauthenticated)
  })

  it.each(['/healthz', '/readyz'])('answers GET %s', async path => {
    const reply = await exchange('GET', server.url + path)
    expect(reply.status).toBe(200)
    expect(reply.headers.get('cache-control')).toBe('no-store')
  })
})

describe('gRPC health', () => {
  const client = () => createClient(Health, createGrpcTransport({ baseUrl: server.url }))

  it.each(['', IngestService.typeName, QueryService.typeName])('Check of "%s" says SERVING', async service => {
    expect((await client().check({ service })).status).toBe(Status.SERVING)
  })

  it('Check of an unknown service fails with NOT_FOUND', async () => {
    expect((await failure(client().check({ service: 'no.such.Service' }))).code).toBe(Code.NotFound)
  })

  it('List has every service', async () => {
    const { statuses } = await client().list({})
    expect(Object.keys(statuses)).toEqual(expect.arrayContaining(['', IngestService.typeName, QueryService.typeName]))
    for (const { status } of Object.values(statuses)) expect(status).toBe(Status.SERVING)
  })

  it.each([
    ['', Status.SERVING],
    [IngestService.typeName, Status.SERVING],
    ['no.such.Service', Status.SERVICE_UNKNOWN],
  ])('Watch of "%s" first says what is so now', async (service, expected) => {
    const abort = new AbortController()
    for await (const { status } of client().watch({ service }, { signal: abort.signal })) {
      expect(status).toBe(expected)
      break
    }
    abort.abort()
  })
})
