import http2 from 'node:http2'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FRAME } from '../../torture/system/http2-frames.ts'
import { API_KEY } from '../support/test-config.ts'
import type { TestServer } from '../support/test-server.ts'
import {
  continuation,
  data,
  framesIn,
  get,
  hello,
  openHeaders,
  ping,
  post,
  reset,
  settings,
} from './support/http2-frames.ts'
import { openSocket, type RawSocket, statusOf } from './support/raw-socket.ts'
import { startStrictServer, transports } from './support/strict-server.ts'

const limits = { resetBurst: 20, resetsPerSecond: 1, controlBurst: 20, controlsPerSecond: 1, maxStreams: 30 }

const times = (count: number, make: (index: number) => Buffer) =>
  Buffer.concat(Array.from({ length: count }, (_, index) => make(index)))

const body = JSON.stringify({ apiKey: API_KEY, conferenceId: 'flood', userId: 'alice' })
const health = 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'

const rapidReset = (count: number) =>
  times(count, index => Buffer.concat([post(2 * index + 1, '/v1/initialize'), reset(2 * index + 1)]))

const isAnswer = (type: number) => type === FRAME.headers

/** Far less than an idle connection is kept. */
const SOON_MS = 10_000

describe.each(transports)('over %s', transport => {
  let server: TestServer
  beforeAll(async () => {
    server = await startStrictServer(transport, limits)
  })
  afterAll(() => server[Symbol.asyncDispose]())

  async function openHttp2(): Promise<RawSocket> {
    const client = await openSocket(server.url, { protocol: 'h2' })
    client.send(hello)
    return client
  }

  it.each([
    ['that are reset', rapidReset(100)],
    [
      'that are reset with their body',
      times(100, index =>
        Buffer.concat([post(2 * index + 1, '/v1/initialize'), data(2 * index + 1, body), reset(2 * index + 1)]),
      ),
    ],
    ['of pings', times(100, ping)],
    ['of settings', times(100, () => settings())],
    ['of continuations', Buffer.concat([openHeaders(1), times(400, () => continuation(1))])],
  ])('a connection is closed for a flood %s', async (_what, bytes) => {
    const client = await openHttp2()
    client.send(bytes)
    expect(await client.closedWithin(SOON_MS)).toBeLessThan(SOON_MS)
    const other = await openSocket(server.url)
    other.send(health)
    await other.until(received => statusOf(received) === 200)
    other.socket.destroy()
  })

  it.each([
    ['resets', rapidReset(10), 19],
    ['pings', times(10, ping), 1],
    ['settings', times(10, () => settings()), 1],
  ])('a connection with a few %s goes on', async (_what, bytes, next) => {
    const client = await openHttp2()
    client.send(bytes)
    await delay(50)
    client.send(get(next + 2, '/healthz'))
    const answered = (received: string) =>
      framesIn(received).some(({ type, stream }) => isAnswer(type) && stream === next + 2)
    await client.until(answered)
    client.socket.destroy()
  })

  it('pings go on as long as answers do', async () => {
    const session = http2.connect(server.url, { rejectUnauthorized: false })
    let isClosed = false
    session.on('close', () => {
      isClosed = true
    })
    const rounds = 3 * limits.controlBurst
    for (let round = 0; round < rounds; round++) {
      const stream = session.request({ ':path': '/nowhere' }).resume()
      const large = session.request({ ':path': '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo' }).resume()
      await Promise.all([stream, large].map(answer => new Promise(resolve => answer.once('close', resolve))))
      if (round % 6 === 0) await new Promise(resolve => session.ping(resolve))
    }
    expect(isClosed).toBe(false)
    session.destroy()
  })

  it('more streams than agreed on are refused, and the others answered', async () => {
    const client = await openHttp2()
    client.send(times(limits.maxStreams + 5, index => post(2 * index + 1, '/v1/initialize')))
    client.send(times(limits.maxStreams, index => data(2 * index + 1, body, true)))
    const answers = (received: string) =>
      framesIn(received).filter(({ payload }) => payload.includes('getStatsInterval'))
    await client.until(received => answers(received).length === limits.maxStreams)
    client.socket.destroy()
  })

  it('pipelined requests of HTTP/1.1 are answered, but not beyond measure', async () => {
    const head = `POST /v1/initialize HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    const few = await openSocket(server.url)
    few.send(head.repeat(limits.maxStreams - 5))
    await few.until(received => received.split('getStatsInterval').length === limits.maxStreams - 4)
    few.socket.destroy()
    const many = await openSocket(server.url)
    many.send(head.repeat(300))
    expect(await many.closedWithin(SOON_MS)).toBeLessThan(SOON_MS)
  })
})

it('requests that are reset in the same breath are not carried out', async () => {
  await using server = await startStrictServer('clear text', {})
  const client = await openSocket(server.url)
  const dropped = JSON.stringify({ apiKey: API_KEY, conferenceId: 'dropped', userId: 'alice' })
  const streams = times(60, index => {
    const stream = 2 * index + 1
    return Buffer.concat([post(stream, '/v1/initialize'), data(stream, dropped, true), reset(stream)])
  })
  client.send(Buffer.concat([hello, streams, post(201, '/v1/initialize'), data(201, body, true)]))
  await client.until(received => framesIn(received).some(({ payload }) => payload.includes('getStatsInterval')))
  client.socket.destroy()
  await server.stop()
  expect(await server.rows('select external_id from conference')).toEqual([{ external_id: 'flood' }])
})

describe('connections', () => {
  const answers = async ({ url }: TestServer, localAddress: string): Promise<boolean> => {
    const client = await openSocket(url, { localAddress })
    client.send(health)
    const answered = await client
      .until(received => statusOf(received) === 200, 2000)
      .then(
        () => true,
        () => false,
      )
    client.socket.destroy()
    return answered
  }

  const openMany = (server: TestServer, count: number, localAddress: string, sent = '') =>
    Promise.all(
      Array.from({ length: count }, async () => {
        const client = await openSocket(server.url, { localAddress })
        if (sent) client.send(sent)
        return client
      }),
    )

  const destroyAll = (clients: readonly RawSocket[]) => {
    for (const { socket } of clients) socket.destroy()
  }
  const isOpen = ({ socket }: RawSocket) => !socket.destroyed && !socket.readableEnded

  it('of one client that are idle give way to new ones of it, and not those of others', async () => {
    await using server = await startStrictServer('clear text', { maxConnectionsPerClient: 20 })
    const others = await openMany(server, 5, '127.0.0.3')
    const idle = await openMany(server, 30, '127.0.0.2')
    await delay(100)
    expect(idle.filter(isOpen).length).toBe(20)
    expect(idle.slice(-20).every(isOpen)).toBe(true)
    expect(others.every(isOpen)).toBe(true)
    expect(await answers(server, '127.0.0.2')).toBe(true)
    destroyAll([...idle, ...others])
  })

  it('of one client that are all busy are as many as it may have, and others are served', async () => {
    await using server = await startStrictServer('clear text', { maxConnectionsPerClient: 20 })
    const started = 'POST /v1/initialize HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n'
    const busy = await openMany(server, 20, '127.0.0.2', started)
    await Promise.all(busy.map(client => client.until(received => statusOf(received) === 100)))
    expect(await answers(server, '127.0.0.2')).toBe(false)
    expect(await answers(server, '127.0.0.3')).toBe(true)
    destroyAll(busy)
    await expect.poll(() => answers(server, '127.0.0.2'), { timeout: SOON_MS }).toBe(true)
  })

  it('of all clients together have a limit, at which idle ones give way', async () => {
    await using server = await startStrictServer('clear text', { maxConnections: 20 })
    const idle = (await Promise.all([2, 3, 4].map(host => openMany(server, 10, `127.0.0.${host}`)))).flat()
    await delay(100)
    expect(idle.filter(isOpen).length).toBe(20)
    expect(await answers(server, '127.0.0.5')).toBe(true)
    destroyAll(idle)
  })

  it('of one client that end in errors again and again are followed by none for a while, and others are served', async () => {
    const rules = { ...limits, connectionErrorBurst: 3, connectionErrorsPerSecond: 2 }
    await using server = await startStrictServer('clear text', rules)
    const flood = async () => {
      const client = await openSocket(server.url, { localAddress: '127.0.0.2', protocol: 'h2' })
      client.send(Buffer.concat([hello, rapidReset(100)]))
      await client.closedWithin(SOON_MS)
    }
    await flood()
    expect(await answers(server, '127.0.0.2')).toBe(true)
    for (let count = 0; count < rules.connectionErrorBurst; count++) await flood()
    expect(await answers(server, '127.0.0.2')).toBe(false)
    expect(await answers(server, '127.0.0.3')).toBe(true)
    await expect.poll(() => answers(server, '127.0.0.2'), { timeout: SOON_MS }).toBe(true)
  })

  it('of a trusted proxy may reset more streams than one client', async () => {
    await using server = await startStrictServer('clear text', limits, { trustedProxies: ['127.0.0.2'] })
    const proxy = await openSocket(server.url, { localAddress: '127.0.0.2', protocol: 'h2' })
    const resets = 2000
    proxy.send(Buffer.concat([hello, rapidReset(resets), get(2 * resets + 1, '/healthz')]))
    await proxy.until(received => framesIn(received).some(({ type, stream }) => isAnswer(type) && stream > 2 * resets))
    proxy.socket.destroy()
  })

  it('of a trusted proxy are counted against the limit of all only', async () => {
    const overrides = { trustedProxies: ['127.0.0.2'] }
    await using server = await startStrictServer('clear text', { maxConnectionsPerClient: 5 }, overrides)
    const idle = await openMany(server, 20, '127.0.0.2')
    await delay(100)
    expect(idle.every(isOpen)).toBe(true)
    destroyAll(idle)
  })
})
