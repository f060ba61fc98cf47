import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import net, { type AddressInfo, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDatabase, lightEngine, type TestDatabase } from '../support/database.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { API_KEY } from '../support/test-config.ts'
import { exchange } from '../support/test-server.ts'

// A process of its own: one that crashes must fail the test that crashed it, and no other.
let database: TestDatabase
let server: ServerProcess
let port: number
let hasEnded = true
beforeAll(async () => {
  database = await createDatabase(lightEngine())
})
beforeEach(async () => {
  if (!hasEnded) return
  server = await startServerProcess(database)
  port = Number(new URL(server.url).port)
  hasEnded = false
  void server.exited.then(() => {
    hasEnded = true
  })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const body = JSON.stringify({ apiKey: API_KEY, conferenceId: 'raw', userId: 'alice' })

async function open(sent: string | Buffer): Promise<Socket> {
  const socket = net.connect(port, '127.0.0.1').on('error', () => {})
  await once(socket, 'connect')
  if (sent.length > 0) socket.write(sent)
  return socket
}

describe('a client that sends one byte at a time', () => {
  let relay: net.Server
  let relayUrl: string
  beforeAll(async () => {
    relay = net.createServer(client => {
      const upstream = net.connect({ port, host: '127.0.0.1', noDelay: true })
      upstream.on('error', () => client.destroy()).pipe(client)
      client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy())
      void drip(client, upstream).catch(() => {})
    })
    await once(relay.listen(0, '127.0.0.1'), 'listening')
    relayUrl = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`
  })
  afterAll(() => relay.close())

  /** The server reads the first bytes one by one: they are further apart than its reads. */
  async function drip(from: Socket, to: Socket): Promise<void> {
    let sent = 0
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (const byte of chunk) {
        to.write(Buffer.of(byte))
        await delay(sent++ < 8 ? 12 : 0)
      }
    }
  }

  it.each(['POST', 'PUT', 'PATCH', 'PROPFIND', 'GET'])('is served over HTTP/1.1: %s', async method => {
    const request = http.request(`${relayUrl}/v1/initialize`, { method, agent: false })
    request.end(method === 'GET' ? undefined : body)
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    const answer = JSON.parse(await text(response))
    if (method === 'POST') expect(answer).toMatchObject({ token: expect.stringMatching(/^ey/) })
    else expect([response.statusCode, answer.error_code]).toEqual([405, 'method_not_allowed'])
  })

  it('is served over HTTP/2', async () => {
    const session = http2.connect(relayUrl)
    const stream = session.request({ ':path': '/v1/initialize', ':method': 'POST' })
    stream.end(body)
    const [headers] = await once(stream, 'response')
    expect(headers[':status']).toBe(200)
    expect(JSON.parse(await text(stream))).toMatchObject({ token: expect.stringMatching(/^ey/) })
    session.destroy()
  })
})

describe('clients that say nothing, or not enough', () => {
  it('do not disturb others', async () => {
    const sockets = await Promise.all(
      ['', 'P', 'PR', 'PRI', 'POST /v1/initialize HTTP/1.1\r\nhost: x\r\n', 'PRI * HTTP/2.0\r\n\r\nSM'].flatMap(sent =>
        Array.from({ length: 20 }, () => open(sent)),
      ),
    )
    for (let i = 0; i < 5; i++) {
      const reply = await exchange('POST', `${server.api}/initialize`, body)
      expect(reply.status, reply.text).toBe(200)
    }
    for (const socket of sockets) socket.destroy()
  })

  it.each(['', 'P', 'PRI ', 'POST /v1/init'])('are let go when they leave after "%s"', async sent => {
    const socket = await open(sent)
    socket.end()
    const closed = await Promise.race([once(socket.resume(), 'close').then(() => true), delay(3000, false)])
    socket.destroy()
    expect(closed).toBe(true)
  })
})

describe('what is no proper request', () => {
  const get = (target: string) => `GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`
  const cases: [string, string | Buffer][] = [
    ['zero bytes', Buffer.alloc(64)],
    ['all bytes', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
    ['a TLS hello', Buffer.from('16030100a5010000a10303', 'hex')],
    ['a broken HTTP/2 preface', 'PRI * HTTP/1.1\r\n\r\n'],
    ['rubbish after an HTTP/2 preface', `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${'rubbish '.repeat(20)}`],
    ['a wrong content length', 'POST /v1/initialize HTTP/1.1\r\nhost: x\r\ncontent-length: abc\r\n\r\n'],
    ['a body that ends early', 'POST /v1/initialize HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{'],
    ['a target that is a star', get('*')],
    ['a target with a broken escape', get('/v1/%E0%A4%A')],
    ['a target that is two slashes', get('//')],
    ['a target with an open bracket', get('///[')],
    ['a target with an impossible port', get('//a@b:99999')],
    ['an absolute target without a host', get('http://[')],
    ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nhost: x\r\n\r\n'],
  ]

  async function expectRunning(): Promise<void> {
    await delay(50)
    const reply = await exchange('GET', `${server.url}/healthz`).catch(() => undefined)
    // A process that crashes takes a moment to end: the next test starts another one.
    if (!reply) await Promise.race([server.exited, delay(5000)])
    expect(reply?.status, server.output.stderr.slice(-1500)).toBe(200)
  }

  it.each(cases)('does not stop the server: %s', async (_name, bytes) => {
    const socket = await open(bytes)
    socket.end()
    await Promise.race([once(socket.resume(), 'close'), delay(1000)])
    socket.destroy()
    await expectRunning()
  })

  it.each(['//', '///['])('does not stop the server: %s over HTTP/2', async path => {
    const session = http2.connect(server.url).on('error', () => {})
    const stream = session.request({ ':path': path })
    await Promise.race([once(stream, 'response'), delay(1000)]).catch(() => {})
    session.destroy()
    await expectRunning()
  })

  it('does not stop the server: an upload that is reset', async () => {
    const session = http2.connect(server.url)
    const stream = session.request({ ':path': '/v1/initialize', ':method': 'POST' }).on('error', () => {})
    stream.write(body.slice(0, 20))
    await delay(50)
    stream.close(http2.constants.NGHTTP2_CANCEL)
    const socket = await open('POST /v1/initialize HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{')
    await delay(50)
    socket.resetAndDestroy()
    await expectRunning()
    session.destroy()
  })
})
