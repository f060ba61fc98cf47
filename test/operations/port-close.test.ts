import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import net from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Handler } from '../../src/net/last-guard.ts'
import { defaultLimits } from '../../src/net/limits.ts'
import { listenOnOnePort, type OnePort } from '../../src/net/one-port.ts'
import { testLog } from '../support/test-log.ts'

const certFile = fileURLToPath(new URL('./support/tls-cert.pem', import.meta.url))
const keyFile = fileURLToPath(new URL('./support/tls-key.pem', import.meta.url))

/** Far longer than a close takes that waits for nothing. */
const GRACE_MS = 20_000
const AT_ONCE_MS = 10_000

/** Answers `/wait` when `finish` is called, everything else at once. */
async function listen(tls: boolean) {
  const received = Promise.withResolvers<void>()
  const finished = Promise.withResolvers<void>()
  const handler: Handler = async (request, response) => {
    if (request.url === '/wait') {
      received.resolve()
      await finished.promise
    }
    response.end('done')
  }
  const port = await listenOnOnePort(handler, {
    host: '127.0.0.1',
    port: 0,
    tls: tls ? { certFile, keyFile } : null,
    limits: defaultLimits,
    clients: { isTrusted: () => false },
    log: testLog,
  })
  return { port, received: received.promise, finish: finished.resolve, number: Number(new URL(port.url).port) }
}

async function closingTime(port: OnePort, graceMs: number): Promise<number> {
  const startedAt = performance.now()
  await port.close(graceMs)
  return performance.now() - startedAt
}

describe.each([
  ['clear text', false],
  ['TLS', true],
])('closing a port with %s', (_name, tls) => {
  const { request } = tls ? https : http
  const trust = { rejectUnauthorized: false }

  it('does not wait for an idle HTTP/1.1 connection', async () => {
    const { port } = await listen(tls)
    const agent = new (tls ? https : http).Agent({ keepAlive: true })
    const [response] = await once(request(port.url, { agent, ...trust }).end(), 'response')
    expect(await text(response)).toBe('done')
    expect(await closingTime(port, GRACE_MS)).toBeLessThan(AT_ONCE_MS)
    agent.destroy()
  })

  it('does not wait for an HTTP/1.1 connection whose request was answered meanwhile', async () => {
    const { port, received, finish } = await listen(tls)
    const agent = new (tls ? https : http).Agent({ keepAlive: true })
    const waiting = request(`${port.url}/wait`, { agent, ...trust }).end()
    await received
    const closing = closingTime(port, GRACE_MS)
    setTimeout(finish, 200)
    const [response] = await once(waiting, 'response')
    expect(await text(response)).toBe('done')
    expect(await closing).toBeLessThan(AT_ONCE_MS)
    agent.destroy()
  })

  it('lets an HTTP/2 stream finish and then closes', async () => {
    const { port, received, finish } = await listen(tls)
    const session = http2.connect(port.url, trust)
    const stream = session.request({ ':path': '/wait' })
    await received
    const closing = closingTime(port, GRACE_MS)
    setTimeout(finish, 200)
    expect(await text(stream)).toBe('done')
    expect(await closing).toBeLessThan(AT_ONCE_MS)
    session.destroy()
  })

  it('cuts what has not finished when its time is over', async () => {
    const { port, received, finish } = await listen(tls)
    const session = http2.connect(port.url, trust).on('error', () => {})
    session.request({ ':path': '/wait' }).on('error', () => {})
    await received
    request(`${port.url}/wait`, { agent: false, ...trust })
      .on('error', () => {})
      .end()
    const time = await closingTime(port, 300)
    expect(time).toBeGreaterThan(250)
    expect(time).toBeLessThan(AT_ONCE_MS)
    finish()
    session.destroy()
  })

  it('cuts clients that have said nothing yet', async () => {
    const { port, number } = await listen(tls)
    const silent = net.connect(number, '127.0.0.1').on('error', () => {})
    await once(silent, 'connect')
    // Its connection was accepted before this one, which is answered.
    await once(request(port.url, { agent: false, ...trust }).end(), 'response')
    const closed = await Promise.race([
      closingTime(port, 300),
      new Promise(resolve => setTimeout(resolve, AT_ONCE_MS, 'still open')),
    ])
    silent.destroy()
    expect(closed).toBeTypeOf('number')
  })
})
