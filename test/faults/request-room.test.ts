import { once } from 'node:events'
import http2 from 'node:http2'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { API_KEY } from '../support/test-config.ts'
import { exchange, type TestServer } from '../support/test-server.ts'
import { openSocket, type RawSocket, statusOf } from './support/raw-socket.ts'
import { startStrictServer, transports } from './support/strict-server.ts'

const BODY_LIMIT_BYTES = 64 * 1024

/** Four bodies with what each request takes beside. */
const ROOM_BYTES = 4 * (BODY_LIMIT_BYTES + 8 * 1024)

const settings = { bodyLimitBytes: BODY_LIMIT_BYTES, trustedProxies: ['127.0.0.0/8'] }

const join = (conferenceId: string) => ({ apiKey: API_KEY, conferenceId, userId: 'alice' })

/** A body that is announced, and how much of it is sent. */
const upload = (client: string, sentBytes: number) =>
  `POST /v1/initialize HTTP/1.1\r\nhost: x\r\nx-real-ip: ${client}\r\ncontent-length: ${BODY_LIMIT_BYTES}\r\n\r\n${'x'.repeat(sentBytes)}`

describe.each(transports)('requests under way over %s', transport => {
  let server: TestServer
  const trust = { ca: undefined, rejectUnauthorized: false }
  beforeAll(async () => {
    server = await startStrictServer(transport, { roomBytes: ROOM_BYTES, bodyGraceMs: 30_000 }, settings)
  })
  afterAll(() => server[Symbol.asyncDispose]())

  async function openUploads(count: number, client: string, sentBytes: number): Promise<RawSocket[]> {
    return await Promise.all(
      Array.from({ length: count }, async () => {
        const socket = await openSocket(server.url)
        socket.send(upload(client, sentBytes))
        return socket
      }),
    )
  }

  /** The status that an honest client gets. */
  async function statusFor(client: string): Promise<number> {
    const body = JSON.stringify(join('honest'))
    const socket = await openSocket(server.url)
    const head = `host: x\r\nx-real-ip: ${client}\r\ncontent-length: ${body.length}\r\nconnection: close`
    socket.send(`POST /v1/initialize HTTP/1.1\r\n${head}\r\n\r\n${body}`)
    await socket.until(received => statusOf(received) > 0)
    socket.socket.destroy()
    return statusOf(socket.received())
  }

  const closeAll = async (sockets: readonly RawSocket[]) => {
    for (const { socket } of sockets) socket.destroy()
    await delay(50)
  }

  it('are not charged what they only announce', async () => {
    const uploads = await openUploads(16, '192.0.2.1', 1)
    await delay(100)
    expect(await statusFor('192.0.2.1')).toBe(200)
    expect(await statusFor('192.0.2.2')).toBe(200)
    await closeAll(uploads)
  })

  it('of one client have a share of the room, and no more', async () => {
    const uploads = await openUploads(4, '192.0.2.3', BODY_LIMIT_BYTES - 1)
    await Promise.race(uploads.map(({ until }) => until(received => statusOf(received) === 503)))
    await delay(100)
    expect(uploads.filter(({ received }) => statusOf(received()) === 503).length).toBeLessThan(4)
    expect(uploads.find(({ received }) => statusOf(received()) === 503)?.received()).toMatch(/retry-after: 1/i)
    expect(await statusFor('192.0.2.4')).toBe(200)
    await closeAll(uploads)
    expect(await statusFor('192.0.2.3')).toBe(200)
  })

  it('of several clients that take all the room give way to others', async () => {
    const uploads = (
      await Promise.all(
        ['192.0.2.5', '192.0.2.6', '192.0.2.7'].map(client => openUploads(2, client, BODY_LIMIT_BYTES - 1)),
      )
    ).flat()
    await delay(200)
    for (const client of ['192.0.2.8', '192.0.2.9']) expect(await statusFor(client)).toBe(200)
    await closeAll(uploads)
  })

  it('of an IPv6 network count together', async () => {
    const uploads = (
      await Promise.all([1, 2, 3, 4].map(host => openUploads(1, `2001:db8:1:2::${host}`, BODY_LIMIT_BYTES - 1)))
    ).flat()
    await Promise.race(uploads.map(({ until }) => until(received => statusOf(received) === 503)))
    expect(await statusFor('2001:db8:1:3::1')).toBe(200)
    await closeAll(uploads)
  })

  it('that are streams of one connection are not charged what they only announce, and are refused one by one', async () => {
    const session = http2.connect(server.url, trust).on('error', () => {})
    const statuses: unknown[] = []
    for (let count = 0; count < 84; count++) {
      const headers = { ':path': '/v1/initialize', ':method': 'POST', 'content-length': BODY_LIMIT_BYTES }
      const stream = session.request(headers).on('error', () => {})
      stream.on('response', answer => statuses.push(answer[':status']))
      stream.write('x')
    }
    await delay(200)
    expect(await statusFor('192.0.2.10')).toBe(200)
    expect(new Set(statuses)).toEqual(new Set([503]))
    expect(statuses.length).toBeLessThan(84)
    const stream = session.request({ ':path': '/healthz' })
    const [headers] = await once(stream, 'response')
    expect(headers[':status']).toBe(200)
    session.destroy()
  })
})

it('says in /readyz that there is no room', async () => {
  const limits = { roomBytes: ROOM_BYTES, roomShare: 1, bodyGraceMs: 30_000 }
  await using server = await startStrictServer('clear text', limits, settings)
  const uploads: RawSocket[] = []
  const ready = async () => (await exchange('GET', `${server.url}/readyz`)).status
  expect(await ready()).toBe(200)
  while ((await ready()) === 200 && uploads.length < 100) {
    const socket = await openSocket(server.url)
    socket.send(upload('192.0.2.1', uploads.length < 3 ? BODY_LIMIT_BYTES - 1 : 1))
    uploads.push(socket)
    await delay(20)
  }
  expect(await ready()).toBe(503)
  expect((await exchange('GET', `${server.url}/healthz`)).status).toBe(200)
  for (const { socket } of uploads) socket.destroy()
  await expect.poll(ready).toBe(200)
})
