import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import http2 from 'node:http2'
import https from 'node:https'
import { text } from 'node:stream/consumers'
import tls from 'node:tls'
import { fileURLToPath } from 'node:url'
import { createClient } from '@connectrpc/connect'
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { lightEngine } from '../support/database.ts'
import { API_KEY } from '../support/test-config.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

// A certificate for localhost that signs itself, valid for 100 years; its key is used nowhere else.
const certFile = fileURLToPath(new URL('./support/tls-cert.pem', import.meta.url))
const keyFile = fileURLToPath(new URL('./support/tls-key.pem', import.meta.url))
const ca = readFileSync(certFile)

let server: TestServer
beforeAll(async () => {
  server = await startTestServer(lightEngine(), { tls: { certFile, keyFile } })
})
afterAll(() => server[Symbol.asyncDispose]())

const body = JSON.stringify({ apiKey: API_KEY, conferenceId: 'tls', userId: 'alice' })

it('says https in its URL', () => {
  expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
})

it.each([
  [['h2', 'http/1.1'], 'h2'],
  [['http/1.1', 'h2'], 'h2'],
  [['h2'], 'h2'],
  [['http/1.1'], 'http/1.1'],
  [[], false],
])('agrees by ALPN on one of %j: %s', async (ALPNProtocols, agreed) => {
  const socket = tls.connect({ port: Number(new URL(server.url).port), host: '127.0.0.1', ca, ALPNProtocols })
  await once(socket, 'secureConnect')
  expect(socket.alpnProtocol).toBe(agreed)
  socket.destroy()
})

it('serves HTTP/1.1', async () => {
  const request = https.request(`${server.api}/initialize`, { method: 'POST', ca, agent: false })
  request.end(body)
  const [response] = await once(request, 'response')
  expect(response.httpVersion).toBe('1.1')
  expect(JSON.parse(await text(response))).toMatchObject({ token: expect.stringMatching(/^ey/) })
})

it('serves HTTP/2', async () => {
  const session = http2.connect(server.url, { ca })
  const stream = session.request({ ':path': '/v1/initialize', ':method': 'POST' })
  stream.end(body)
  expect(JSON.parse(await text(stream))).toMatchObject({ token: expect.stringMatching(/^ey/) })
  session.destroy()
})

it.each([
  ['gRPC', () => createGrpcTransport({ baseUrl: server.url, nodeOptions: { ca } })],
  ['gRPC-Web', () => createGrpcWebTransport({ baseUrl: server.url, httpVersion: '2', nodeOptions: { ca } })],
  ['Connect', () => createConnectTransport({ baseUrl: server.url, httpVersion: '1.1', nodeOptions: { ca } })],
])('serves %s', async (_name, transport) => {
  const client = createClient(IngestService, transport())
  const request = { apiKey: API_KEY, externalConferenceId: 'tls', externalUserId: 'alice' }
  expect(await client.initialize(request)).toMatchObject({ initToken: expect.stringMatching(/^ey/) })
})

it('refuses clear text without harm to others', async () => {
  const reply = await fetch(server.url.replace('https', 'http')).then(
    response => response.status,
    () => 'refused',
  )
  expect(reply).not.toBe(200)
  const request = https.get(`${server.url}/healthz`, { ca, agent: false })
  const [response] = await once(request, 'response')
  expect(await text(response)).toBe('ok\n')
})
