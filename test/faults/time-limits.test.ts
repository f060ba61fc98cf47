import http2 from 'node:http2'
import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FRAME, PREFACE } from '../../torture/system/http2-frames.ts'
import { API_KEY } from '../support/test-config.ts'
import type { TestServer } from '../support/test-server.ts'
import {
  closedWindow,
  continuation,
  framesIn,
  get,
  hello,
  openHeaders,
  ping,
  post,
  settings,
} from './support/http2-frames.ts'
import { openSocket, type RawSocket, statusOf } from './support/raw-socket.ts'
import { startStrictServer, transports } from './support/strict-server.ts'

const limits = {
  handshakeMs: 500,
  headersMs: 500,
  requestMs: 4000,
  bodyGraceMs: 500,
  minBytesPerSecond: 300,
  idleMs: 1500,
  answerMs: 500,
  halfOpenMs: 500,
}

/** Far more than any of them. */
const PATIENCE_MS = 10_000

const head = 'POST /v1/initialize HTTP/1.1\r\nhost: x\r\n'
const health = 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'
const json = JSON.stringify({ apiKey: API_KEY, conferenceId: 'slow', userId: 'alice' })
/** One message of gRPC: a flag and a length before it. */
const grpcHead = Buffer.from('0000000100', 'hex')

/** Sends a byte now and then, until the connection is closed. */
async function drip(client: RawSocket, chunk: () => string | Buffer): Promise<void> {
  for (let sent = 0; sent < PATIENCE_MS / 50 && !client.socket.destroyed && !client.socket.readableEnded; sent++) {
    client.send(chunk())
    await delay(50)
  }
}

// Most of what is tested here is waiting.
describe.each(transports)('over %s', { concurrent: true }, transport => {
  let server: TestServer
  beforeAll(async () => {
    server = await startStrictServer(transport, limits)
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const open = (protocol: 'h2' | 'http/1.1') => openSocket(server.url, { protocol })

  describe('a connection is closed', () => {
    it.each<[string, 'h2' | 'http/1.1', string | Buffer, (() => string | Buffer)?]>([
      ['that says nothing', 'http/1.1', ''],
      ['with half a request line', 'http/1.1', 'GET /hea'],
      ['with headers that do not end', 'http/1.1', head],
      ['with headers that come bit by bit', 'http/1.1', head, () => 'x: y\r\n'],
      ['with a body that does not come', 'http/1.1', `${head}content-length: 100\r\n\r\n{`],
      ['with a body that comes bit by bit', 'http/1.1', `${head}content-length: 100\r\n\r\n{`, () => ' '],
      ['with chunks that do not come', 'http/1.1', `${head}transfer-encoding: chunked\r\n\r\n1\r\n{\r\n`],
      ['that was answered and says nothing more', 'http/1.1', health],
      ['with the preface of HTTP/2 only', 'h2', PREFACE],
      ['with half of it', 'h2', PREFACE.subarray(0, 10)],
      ['with settings only', 'h2', hello],
      ['with settings and pings', 'h2', hello, ping],
      ['with HTTP/2 headers that do not end', 'h2', Buffer.concat([hello, openHeaders(1)])],
      ['with continuations that do not end', 'h2', Buffer.concat([hello, openHeaders(1)]), () => continuation(1)],
      ['whose stream was answered', 'h2', Buffer.concat([hello, get(1, '/healthz')])],
    ])('%s (%s)', async (_what, protocol, bytes, more) => {
      const client = await open(protocol)
      client.send(bytes)
      if (more) void drip(client, more)
      expect(await client.closedWithin(PATIENCE_MS)).toBeLessThan(PATIENCE_MS)
      client.socket.destroy()
    })
  })

  it.each([
    ['does not come', ''],
    ['comes bit by bit', ' '],
  ])('a body of HTTP/1.1 that %s is answered 408', async (_what, chunk) => {
    const client = await open('http/1.1')
    client.send(`${head}content-length: 10000\r\n\r\n{`)
    if (chunk) void drip(client, () => chunk)
    await client.until(received => received.includes('request_timeout'))
    expect(statusOf(client.received())).toBe(408)
    client.socket.destroy()
  })

  it.each([
    ['/v1/initialize', 'application/json', '408'],
    ['/peermetrics.ingest.v1.IngestService/Initialize', 'application/json', '504'],
    ['/peermetrics.ingest.v1.IngestService/Initialize', 'application/grpc', '200'],
  ])('a body of HTTP/2 that does not come is refused: %s %s', async (path, type, status) => {
    const session = http2.connect(server.url, { rejectUnauthorized: false })
    const stream = session.request({ ':path': path, ':method': 'POST', 'content-type': type, te: 'trailers' })
    const closed = Promise.withResolvers<void>()
    const answer: Record<string, unknown> = {}
    stream.on('response', headers => Object.assign(answer, headers))
    stream.on('trailers', headers => Object.assign(answer, headers))
    stream.on('close', () => closed.resolve()).on('error', () => {})
    stream.resume().write(type === 'application/grpc' ? grpcHead : '{')
    await Promise.race([closed.promise, delay(PATIENCE_MS)])
    expect(String(answer[':status'])).toBe(status)
    if (type === 'application/grpc') expect(answer['grpc-status']).toBe('4')
    session.destroy()
  })

  it('streams of HTTP/2 without a body are let go one by one, and the connection goes on', async () => {
    const client = await open('h2')
    client.send(Buffer.concat([hello, ...[1, 3, 5].map(stream => post(stream, '/v1/initialize'))]))
    const answered = (received: string) =>
      new Set(framesIn(received).flatMap(({ type, stream }) => (type === FRAME.headers ? [stream] : []))).size
    await client.until(received => answered(received) === 3)
    client.send(get(7, '/healthz'))
    await client.until(received => answered(received) === 4)
    client.socket.destroy()
  })

  it('an answer of HTTP/2 that is not taken is reset', async () => {
    const client = await open('h2')
    client.send(Buffer.concat([PREFACE, settings(closedWindow), get(1, '/healthz')]))
    await client.until(received => framesIn(received).some(({ type }) => type === FRAME.resetStream))
    client.socket.destroy()
  })

  it('a body that comes slowly, but faster than the floor, is read', async () => {
    const client = await open('http/1.1')
    const body = json + ' '.repeat(2000 - json.length)
    client.send(`${head}content-length: ${body.length}\r\n\r\n`)
    for (let at = 0; at < body.length; at += 100) {
      client.send(body.slice(at, at + 100))
      await delay(50)
    }
    await client.until(received => statusOf(received) === 200)
    client.socket.destroy()
  })

  it('a session of HTTP/2 on which something happens now and then stays', async () => {
    const session = http2.connect(server.url, { rejectUnauthorized: false })
    let isClosed = false
    session.on('close', () => {
      isClosed = true
    })
    for (let request = 0; request < 5; request++) {
      const stream = session
        .request({ ':path': '/healthz' })
        .on('error', () => {})
        .resume()
      await new Promise(resolve => stream.once('close', resolve))
      await delay(limits.idleMs / 3)
    }
    expect(isClosed).toBe(false)
    session.destroy()
  })

  it('a stream of answers lives on while nothing is to be told', async () => {
    const session = http2.connect(server.url, { rejectUnauthorized: false })
    const stream = session.request({
      ...{ ':path': '/grpc.health.v1.Health/Watch', ':method': 'POST' },
      ...{ 'content-type': 'application/grpc', te: 'trailers' },
    })
    let isClosed = false
    stream.on('close', () => {
      isClosed = true
    })
    stream.end(Buffer.alloc(5))
    await new Promise(resolve => stream.once('data', resolve))
    await delay(limits.requestMs + limits.bodyGraceMs)
    expect(isClosed).toBe(false)
    session.destroy()
  })
})

it('a TLS handshake that does not begin, or does not go on, is cut and delays no stop', async () => {
  const minute = 60_000
  const patient = { ...limits, handshakeMs: minute, headersMs: minute, requestMs: minute }
  await using quick = await startStrictServer('TLS', limits)
  await using slow = await startStrictServer('TLS', patient)
  const openings = [Buffer.alloc(0), Buffer.from('160301', 'hex')]
  const connect = ({ url }: TestServer) =>
    openings.map(bytes => {
      const socket = net.connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {})
      socket.write(bytes)
      return socket
    })
  const closed = connect(quick).map(socket => new Promise(resolve => socket.resume().once('close', resolve)))
  expect(await Promise.race([Promise.all(closed).then(() => 'closed'), delay(PATIENCE_MS, 'open')])).toBe('closed')
  const waiting = connect(slow)
  await delay(100)
  const startedAt = performance.now()
  await slow.stop()
  // Less than the time that requests under way are given.
  expect(performance.now() - startedAt).toBeLessThan(3500)
  for (const socket of waiting) socket.destroy()
})
