import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { API_KEY } from '../support/test-config.ts'
import type { TestServer } from '../support/test-server.ts'
import { data, framesIn, get, hello, post } from './support/http2-frames.ts'
import { openSocket, statusOf } from './support/raw-socket.ts'
import { startStrictServer, transports } from './support/strict-server.ts'

const body = JSON.stringify({ apiKey: API_KEY, conferenceId: 'half', userId: 'alice' })
const head = `POST /v1/initialize HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n`

/** Far less than the limits for connections that are not half closed. */
const SOON_MS = 10_000

describe.each(transports)('a client that ends its side after its request, over %s', transport => {
  let server: TestServer
  beforeAll(async () => {
    server = await startStrictServer(transport, { halfOpenMs: 300 })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it.each([
    ['at once', 0],
    ['a moment later', 20],
  ])('gets its answer over HTTP/1.1: %s', async (_when, pauseMs) => {
    const client = await openSocket(server.url)
    client.send(`${head}\r\n${body}`)
    if (pauseMs > 0) await delay(pauseMs)
    client.socket.end()
    await client.until(received => received.includes('getStatsInterval'))
    expect(statusOf(client.received())).toBe(200)
    expect(await client.closedWithin(SOON_MS)).toBeLessThan(SOON_MS)
  })

  it('gets all its answers over HTTP/1.1', async () => {
    const client = await openSocket(server.url)
    client.send(`${head}\r\n${body}`.repeat(3))
    client.socket.end()
    await client.until(received => received.split('getStatsInterval').length === 4)
    expect(await client.closedWithin(SOON_MS)).toBeLessThan(SOON_MS)
  })

  it('gets its answers over HTTP/2', async () => {
    const client = await openSocket(server.url, { protocol: 'h2' })
    client.send(Buffer.concat([hello, get(1, '/healthz'), post(3, '/v1/initialize'), data(3, body, true)]))
    client.socket.end()
    await client.until(received => framesIn(received).some(({ payload }) => payload.includes('getStatsInterval')))
    expect(await client.closedWithin(SOON_MS)).toBeLessThan(SOON_MS)
  })

  it('is let go when it takes nothing', async () => {
    const client = await openSocket(server.url, { protocol: 'h2' })
    const watch = '/grpc.health.v1.Health/Watch'
    const headers = Buffer.concat([hello, post(1, watch)])
    client.send(headers)
    client.socket.end()
    expect(await client.closedWithin(SOON_MS)).toBeLessThan(SOON_MS)
  })

  it('that has not sent all of its request is let go', async () => {
    const client = await openSocket(server.url)
    client.send(`${head}\r\n{`)
    client.socket.end()
    expect(await client.closedWithin(SOON_MS)).toBeLessThan(SOON_MS)
  })
})
