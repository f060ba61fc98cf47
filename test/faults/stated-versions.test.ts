import { once } from 'node:events'
import http2 from 'node:http2'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FRAME, PREFACE } from '../../torture/system/http2-frames.ts'
import { createDatabase, lightEngine, type TestDatabase } from '../support/database.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { data, frame, get, hello, ping, post, settings } from './support/http2-frames.ts'
import { certificate, openSocket, statusOf } from './support/raw-socket.ts'

const host = 'host: x\r\n'

/** What is sent, and the status that answers it; undefined: whatever closes the connection. */
const requests: [string, string, number | undefined][] = [
  ['HTTP/2.0', `GET / HTTP/2.0\r\n${host}\r\n`, 505],
  ['HTTP/2.0 with a body', `POST /v1/initialize HTTP/2.0\r\n${host}content-length: 2\r\n\r\n{}`, 505],
  ['HTTP/2.0 to an RPC', `POST /grpc.health.v1.Health/Check HTTP/2.0\r\n${host}\r\n`, 505],
  ['HTTP/0.9', `GET / HTTP/0.9\r\n${host}\r\n`, 505],
  ['HTTP/1.0', `GET /healthz HTTP/1.0\r\n\r\n`, 200],
  ['HTTP/1.1', `GET /healthz HTTP/1.1\r\n${host}\r\n`, 200],
  ['HTTP/1.10', `GET / HTTP/1.10\r\n${host}\r\n`, 400],
  ['HTTP/3.0', `GET / HTTP/3.0\r\n${host}\r\n`, 400],
  ['HTTP/9.9', `GET / HTTP/9.9\r\n${host}\r\n`, 400],
  ['lower case', `get /healthz http/1.1\r\n${host}\r\n`, 400],
  ['no version, as in HTTP/0.9', 'GET /healthz\r\n\r\n', 505],
  ['another protocol', `GET / ICE/1.0\r\n${host}\r\n`, undefined],
  ['HTTP/2.0 after a request of HTTP/1.1', `GET /healthz HTTP/1.1\r\n${host}\r\nGET / HTTP/2.0\r\n${host}\r\n`, 200],
  [
    'h2c by upgrade',
    `GET /healthz HTTP/1.1\r\n${host}connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\n\r\n`,
    200,
  ],
  ['a WebSocket', `GET /healthz HTTP/1.1\r\n${host}connection: upgrade\r\nupgrade: websocket\r\n\r\n`, 200],
  [
    'an unknown expectation',
    `POST /v1/initialize HTTP/1.1\r\n${host}expect: wonders\r\ncontent-length: 2\r\n\r\n{}`,
    417,
  ],
  ['CONNECT', `CONNECT x:1 HTTP/2.0\r\n${host}\r\n`, undefined],
  ['nothing but line ends', '\r\n\r\n\r\n', undefined],
  ['101 headers', `GET /healthz HTTP/1.1\r\n${host}${'x: y\r\n'.repeat(100)}\r\n`, 431],
  ['headers of 17 KB', `GET /healthz HTTP/1.1\r\n${host}x: ${'y'.repeat(17_000)}\r\n\r\n`, 431],
]

let clients = 0

/** Another client for each test: one that breaks the rules of HTTP/2 again and again would get no more connections. */
const nextAddress = (): string => `127.0.1.${++clients}`

const pseudo = { ':path': '/healthz' }

describe.each([
  ['clear text', {}],
  ['TLS', { TLS_CERT_FILE: certificate.certFile, TLS_KEY_FILE: certificate.keyFile }],
])('a server in a process of its own, with %s', (_name, environment) => {
  let database: TestDatabase
  let server: ServerProcess
  beforeAll(async () => {
    database = await createDatabase(lightEngine())
    server = await startServerProcess(database, environment)
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  /** The process lives, answers, and has had nothing to complain of. */
  async function expectUnharmed(): Promise<void> {
    const alive = await openSocket(server.url)
    alive.send(`GET /healthz HTTP/1.1\r\n${host}\r\n`)
    await alive.until(received => statusOf(received) === 200)
    alive.socket.destroy()
    expect(server.output.stderr).not.toMatch(/Error|\n +at /)
    expect(server.log().filter(({ level }) => Number(level) >= 50)).toEqual([])
  }

  it.each(requests)('answers or closes: %s', async (_what, bytes, status) => {
    const client = await openSocket(server.url)
    client.send(bytes)
    if (status === undefined) client.socket.end()
    await (status === undefined ? client.closedWithin(2000) : client.until(received => statusOf(received) > 0))
    if (status !== undefined) expect(statusOf(client.received())).toBe(status)
    client.socket.destroy()
    await expectUnharmed()
  })

  it.each<[string, Buffer]>([
    ['no settings', Buffer.concat([PREFACE, get(1, '/healthz')])],
    ['a stream with an even number', Buffer.concat([hello, get(2, '/healthz')])],
    ['data for a stream that never was', Buffer.concat([hello, data(7, 'x')])],
    ['a frame longer than agreed', Buffer.concat([hello, frame(FRAME.data, 0, 1, Buffer.alloc(20_000))])],
    ['a ping of 7 bytes', Buffer.concat([hello, frame(FRAME.ping, 0, 0, Buffer.alloc(7))])],
    ['settings that acknowledge nothing', Buffer.concat([hello, frame(FRAME.settings, 1, 0)])],
    ['an unknown frame', Buffer.concat([hello, frame(0xee, 0xff, 3, Buffer.alloc(10)), ping()])],
    ['a continuation of nothing', Buffer.concat([hello, frame(FRAME.continuation, 4, 1)])],
    [
      'a window beyond its limit',
      Buffer.concat([hello, frame(FRAME.windowUpdate, 0, 0, Buffer.from('7fffffff', 'hex'))]),
    ],
    ['settings beyond their limits', Buffer.concat([PREFACE, settings(Buffer.from('0004ffffffff', 'hex'))])],
    ['a header that is no HPACK', Buffer.concat([hello, frame(FRAME.headers, 5, 1, Buffer.alloc(20, 0xff))])],
    ['an empty path', Buffer.concat([hello, get(1, '')])],
    ['the preface twice', Buffer.concat([hello, PREFACE])],
    ['a request of HTTP/1.1 after it', Buffer.concat([hello, Buffer.from('GET / HTTP/1.1\r\n\r\n')])],
    ['a body that breaks off', Buffer.concat([hello, post(1, '/v1/initialize'), data(1, '{')])],
  ])('lives on after HTTP/2 with %s', async (_what, bytes) => {
    const client = await openSocket(server.url, { protocol: 'h2', localAddress: nextAddress() })
    client.send(bytes)
    await delay(50)
    client.socket.destroy()
    await expectUnharmed()
  })

  it.each([
    ['CONNECT', { ':method': 'CONNECT', ':authority': 'x:1' }],
    ['an unknown expectation', { ...pseudo, expect: 'wonders' }],
    ['an upgrade', { ...pseudo, 'x-connection': 'upgrade' }],
    ['a broken target', { ':path': '///[' }],
    ['120 headers', { ...pseudo, ...Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`x-${n}`, 'y'])) }],
    ['headers of 17 KB', { ...pseudo, x: 'y'.repeat(17_000) }],
  ])('lives on after HTTP/2 with %s', async (_what, headers) => {
    const session = http2.connect(server.url, { rejectUnauthorized: false }).on('error', () => {})
    const stream = session.request(headers).on('error', () => {})
    await Promise.race([once(stream, 'response'), once(stream, 'close'), delay(1000)]).catch(() => {})
    session.destroy()
    await expectUnharmed()
  })
})
