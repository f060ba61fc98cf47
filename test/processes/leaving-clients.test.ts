import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import http2 from 'node:http2'
import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { ADMIN_API_TOKEN, clientOf } from '../support/accounts.ts'
import { succeeded } from '../support/call.ts'
import { createDatabase, lightEngine, type TestDatabase } from '../support/database.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { API_KEY } from '../support/test-config.ts'
import { exchange } from '../support/test-server.ts'

const INITIALIZE = '/peermetrics.ingest.v1.IngestService/Initialize'
const EXPORT = '/peermetrics.query.v1.QueryService/ExportConference'
const WATCH = '/peermetrics.query.v1.QueryService/WatchConference'
const SIGN_IN = '/peermetrics.admin.v1.AccountService/SignIn'

/** Sends the beginning of something and leaves, politely or not. */
async function leave({ url }: ServerProcess, text: string, { afterMs = 50, reset = false } = {}): Promise<void> {
  const { hostname, port } = new URL(url)
  const socket = net.connect(Number(port), hostname).on('error', () => {})
  socket.write(text)
  await delay(afterMs)
  if (reset) socket.resetAndDestroy()
  else socket.destroy()
}

const head = (path: string, more: string[] = [], type = 'application/json') =>
  [`POST ${path} HTTP/1.1`, 'host: x', `content-type: ${type}`, ...more, '', ''].join('\r\n')

/** Stores what no connection holds. @returns the id of the conference */
async function storeLongCall(server: ServerProcess): Promise<string> {
  const initialize = { apiKey: API_KEY, conferenceId: 'long', userId: 'ann' }
  const { token: initToken } = succeeded(await server.post('/initialize', initialize))
  const { token } = succeeded(await server.post('/sessions', { token: initToken }))
  const opened = { token, eventName: 'addConnection', peerId: 'ben' }
  const { connection_id: connectionId, peer_id: peerId } = succeeded(await server.post('/connection', opened))
  for (let batch = 0; batch < 28; batch++) {
    const data = Array.from({ length: 40 }, () => {
      return { eventName: 'tick', connectionId, peerId, data: randomBytes(18_000).toString('base64') }
    })
    succeeded(await server.post('/connection/batch', { token, data }))
  }
  const { matches } = await clientOf(QueryService, server, ADMIN_API_TOKEN).search({ query: 'long' })
  return matches[0]?.id ?? ''
}

/** A message of a stream of Connect in JSON. Only ASCII: its characters are bytes. */
function enveloped(message: object): string {
  const text = JSON.stringify(message)
  const prefix = Buffer.alloc(5)
  prefix.writeUInt32BE(text.length, 1)
  return prefix.toString('latin1') + text
}

describe('a client that leaves', () => {
  let database: TestDatabase
  let server: ServerProcess
  beforeAll(async () => {
    database = await createDatabase(lightEngine())
    server = await startServerProcess(database, { ADMIN_API_TOKEN, LOG_LEVEL: 'info' })
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  it('in the middle of what it sends or reads is no error of the server', async () => {
    const conferenceId = await storeLongCall(server)
    const authorization = `authorization: Bearer ${ADMIN_API_TOKEN}`
    const connect = [authorization, 'connect-protocol-version: 1']
    const watch = enveloped({ conferenceId })
    const signIn = JSON.stringify({ email: 'a@b.c', password: 'wrong' })
    const length = `content-length: ${signIn.length}`
    for (const reset of [false, true]) {
      for (const path of ['/v1/initialize', INITIALIZE, EXPORT]) {
        await leave(server, `${head(path, ['content-length: 1000'])}{"apiKey":`, { reset })
        await leave(server, `${head(path, ['transfer-encoding: chunked'])}5\r\n{"api`, { reset })
      }
      // It takes the server longer to answer than the client waits.
      await leave(server, head(SIGN_IN, [length]) + signIn, { afterMs: 5, reset })
      // The answer is longer than what the connection holds, and nobody reads it.
      await leave(server, `GET /v1/connection HTTP/1.1\r\nhost: x\r\n${authorization}\r\n\r\n`, { afterMs: 500, reset })
      const watching = head(WATCH, [...connect, `content-length: ${watch.length}`], 'application/connect+json')
      await leave(server, watching + watch, { afterMs: 200, reset })
    }
    const session = http2.connect(server.url).on('error', () => {})
    for (const path of ['/v1/initialize', INITIALIZE, EXPORT]) {
      const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/json' })
      stream.on('error', () => {}).write('{"api')
      await delay(30)
      stream.close(http2.constants.NGHTTP2_CANCEL)
      await once(stream, 'close')
    }
    session.destroy()
    expect((await exchange('GET', `${server.url}/healthz`)).status).toBe(200)
    await server.stop()
    expect(server.log().filter(({ level }) => Number(level) >= 50)).toEqual([])
    expect(server.output.stdout).not.toContain('"stack"')
    expect(server.output.stderr).not.toMatch(/^ +at |Error/m)
    const ended = server.log().filter(({ route }) => route === WATCH.slice(1))
    // One line each, at the latest when the server stops.
    expect(ended.map(({ status }) => status)).toEqual(Array(2).fill(expect.stringMatching(/^(canceled|unavailable)$/)))
  }, 60_000)
})
