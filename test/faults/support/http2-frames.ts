import { FRAME, headerBlock, httpFrame, PREFACE } from '../../../torture/system/http2-frames.ts'

const flags = { END_STREAM: 1, ACK: 1, END_HEADERS: 4 }

export const frame = (type: number, flag: number, streamId: number, payload: Buffer = Buffer.alloc(0)): Buffer =>
  httpFrame({ type, flags: flag, streamId, payload })

const request = (method: string, path: string) =>
  headerBlock([
    [':method', method],
    [':path', path],
    [':scheme', 'http'],
    [':authority', 'localhost'],
  ])

export const settings = (payload = Buffer.alloc(0)): Buffer => frame(FRAME.settings, 0, 0, payload)

/** SETTINGS_INITIAL_WINDOW_SIZE of 0: no answer may send a byte of its body. */
export const closedWindow = Buffer.from('000400000000', 'hex')

/** What a client says first. */
export const hello = Buffer.concat([PREFACE, settings()])

export const get = (stream: number, path: string): Buffer =>
  frame(FRAME.headers, flags.END_HEADERS | flags.END_STREAM, stream, request('GET', path))

/** A request whose body is to follow. */
export const post = (stream: number, path: string): Buffer =>
  frame(FRAME.headers, flags.END_HEADERS, stream, request('POST', path))

/** The first part of the headers of a request. */
export const openHeaders = (stream: number): Buffer => frame(FRAME.headers, 0, stream, request('GET', '/healthz'))

export const continuation = (stream: number): Buffer =>
  frame(FRAME.continuation, 0, stream, headerBlock([['x', 'y'.repeat(100)]]))

export const data = (stream: number, payload: string | Buffer, isLast = false): Buffer =>
  frame(FRAME.data, isLast ? flags.END_STREAM : 0, stream, Buffer.from(payload))

export const reset = (stream: number): Buffer => frame(FRAME.resetStream, 0, stream, Buffer.from('00000008', 'hex'))

export const ping = (): Buffer => frame(FRAME.ping, 0, 0, Buffer.alloc(8))

/** The frames that were received, one character a byte. */
export function framesIn(received: string): { type: number; flag: number; stream: number; payload: Buffer }[] {
  const bytes = Buffer.from(received, 'latin1')
  const found: ReturnType<typeof framesIn> = []
  for (let at = 0; at + 9 <= bytes.length; ) {
    const length = bytes.readUIntBE(at, 3)
    if (at + 9 + length > bytes.length) break
    const [type = 0, flag = 0] = bytes.subarray(at + 3, at + 5)
    const stream = bytes.readUInt32BE(at + 5) & 0x7fffffff
    found.push({ type, flag, stream, payload: bytes.subarray(at + 9, at + 9 + length) })
    at += 9 + length
  }
  return found
}
