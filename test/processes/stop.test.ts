import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import net from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { describe, expect, inject, it } from 'vitest'
import { Health, HealthCheckResponse_ServingStatus as Status } from '../../gen/health/v1/health_pb.js'
import { joinCall, type Page } from '../operations/support/page.ts'
import { createDatabase, type Engine } from '../support/database.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { readRows } from '../support/stored-rows.ts'
import { exchange } from '../support/test-server.ts'

const CLIENTS = 8

/** Pause of a client between two requests, in ms: the processor is the server's. */
const PAUSE_MS = 10

/** A client may send to a connection in the very moment in which the server closes it. */
const CROSSING_MS = 10

const event = (token: string, data: string) => ({ token, eventName: 'tick', data })

/** Clients that send one event after the other until the server does not answer. */
function sendUntilRefused(server: ServerProcess, { token }: Page) {
  const answered: string[] = []
  const failed: { startedAt: number; why: unknown }[] = []
  const client = async (name: number, begun: () => void) => {
    for (let n = 0; ; n++, await delay(PAUSE_MS)) {
      const data = `${name}-${n}`
      const startedAt = Date.now()
      const reply = await exchange('POST', `${server.api}/events/browser`, event(token, data)).catch(error => error)
      if (reply.status !== 200) return void failed.push({ startedAt, why: reply.status ?? reply.cause?.code ?? reply })
      answered.push(data)
      begun()
    }
  }
  const begun = Array.from({ length: CLIENTS }, () => Promise.withResolvers<void>())
  const ended = Promise.all(begun.map(({ resolve }, name) => client(name, resolve)))
  return { answered, failed, ended, begun: Promise.all(begun.map(({ promise }) => promise)) }
}

/** Requests of which the server has the first half only; `finish` sends the other and gives the answer's status. */
async function halfSent(server: ServerProcess, { token }: Page) {
  const path = '/v1/events/browser'
  const [one, two] = ['half-1', 'half-2'].map(data => JSON.stringify(event(token, data))) as [string, string]
  const request = http.request(server.url + path, { method: 'POST', agent: new http.Agent({ keepAlive: true }) })
  request.on('error', () => {})
  request.setHeader('content-length', one.length)
  request.write(one.slice(0, 20))
  const session = http2.connect(server.url).on('error', () => {})
  const stream = session.request({ ':path': path, ':method': 'POST' }).on('error', () => {})
  stream.write(two.slice(0, 20))
  await delay(200)
  return async () => {
    request.end(one.slice(20))
    stream.end(two.slice(20))
    const answers = [once(request, 'response'), once(stream, 'response')].map(async (answer, index) => {
      const [head] = await answer
      return [head.statusCode ?? head[':status'], await text(index === 0 ? head : stream)]
    })
    return await Promise.all(answers).finally(() => session.destroy())
  }
}

async function connectionOutcome(server: ServerProcess): Promise<string> {
  const socket = net.connect(Number(new URL(server.url).port), '127.0.0.1')
  const outcome = await once(socket, 'connect').then(
    () => 'connected',
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  )
  socket.destroy()
  return outcome
}

const cases: [Engine, NodeJS.Signals[]][] = [
  ['embedded', ['SIGTERM']],
  // A terminal sends SIGINT to a whole group of processes, and whoever started the server may add a SIGTERM.
  ['embedded', ['SIGINT', 'SIGTERM']],
  ...(inject('postgresUrl') ? ([['postgres', ['SIGINT']]] satisfies [Engine, NodeJS.Signals[]][]) : []),
]

describe.each(cases)('a server on %s that gets %j', (engine, signals) => {
  it('answers and stores what it accepted, takes nothing new, and ends with 0 within 10 s', async () => {
    await using database = await createDatabase(engine)
    await using server = await startServerProcess(database)
    const page = await joinCall(server.api, { conferenceId: 'stop', userId: 'alice' })
    const load = sendUntilRefused(server, page)
    await load.begun
    const finishHalves = await halfSent(server, page)

    const signalledAt = Date.now()
    for (const signal of signals) server.kill(signal)
    await server.logged('stopping')
    await expect.poll(() => connectionOutcome(server)).toBe('ECONNREFUSED')
    expect(await finishHalves()).toEqual([
      [200, '""'],
      [200, '""'],
    ])
    expect(await server.exited).toEqual({ code: 0, signal: null })
    expect(Date.now() - signalledAt).toBeLessThan(10_000)
    expect(server.log().at(-1)).toMatchObject({ msg: 'stopped' })

    await load.ended
    const { answered, failed } = load
    expect(failed.filter(({ startedAt }) => startedAt < signalledAt - CROSSING_MS)).toEqual([])
    // After the signal a request is answered or its connection is refused or closed: it is never answered with an error.
    expect(failed.filter(({ why }) => typeof why === 'number')).toEqual([])
    expect(answered.length).toBeGreaterThan(CLIENTS)
    const rows = await readRows<{ data: string }>(database, `select data from event where type = 'tick'`, [])
    const stored = rows.map(row => row.data)
    expect(new Set(stored).size).toBe(stored.length)
    expect(stored).toEqual(expect.arrayContaining([...answered, 'half-1', 'half-2']))
  }, 60_000)
})

/** Clients that ask `/readyz` before each request, over connections of their own, and stop when it says so. */
function sendWhileReady(server: ServerProcess, page: Page) {
  const failed: unknown[] = []
  let sent = 0
  const client = async () => {
    for (; ; await delay(PAUSE_MS)) {
      try {
        if ((await exchange('GET', `${server.url}/readyz`, undefined, { connection: 'close' })).status !== 200) return
        const { token } = page
        const reply = await exchange('POST', `${server.api}/events/browser`, event(token, `${++sent}`), {
          connection: 'close',
        })
        if (reply.status !== 200) failed.push(reply.text)
      } catch (error) {
        return void failed.push(error)
      }
    }
  }
  return { failed, ended: Promise.all(Array.from({ length: CLIENTS }, client)) }
}

const groups: [Engine, string][] = [['embedded', '1']]
if (inject('postgresUrl')) groups.push(['postgres', '2'])

describe.each(groups)('a server on %s, %s worker(s), with DRAIN_SECONDS', (engine, workers) => {
  it('turns to not-serving at once on SIGTERM, and answers until all clients have gone', async () => {
    await using database = await createDatabase(engine)
    await using server = await startServerProcess(database, { DRAIN_SECONDS: '3', WORKERS: workers })
    const page = await joinCall(server.api, { conferenceId: 'drain', userId: 'alice' })
    const health = createClient(Health, createGrpcTransport({ baseUrl: server.url }))
    const watched = health.watch({ service: '' })[Symbol.asyncIterator]()
    expect((await watched.next()).value?.status).toBe(Status.SERVING)
    const load = sendWhileReady(server, page)
    const next = watched.next()
    const signalledAt = Date.now()
    server.kill('SIGTERM')
    expect((await next).value?.status).toBe(Status.NOT_SERVING)
    await expect.poll(async () => (await exchange('GET', `${server.url}/readyz`)).text).toBe('the server is stopping\n')
    expect((await page.post('/events/browser', { eventName: 'in the drain' })).status).toBe(200)
    await load.ended
    expect(load.failed).toEqual([])
    expect(await server.exited).toEqual({ code: 0, signal: null })
    expect(Date.now() - signalledAt).toBeGreaterThan(2900)
  }, 60_000)
})
