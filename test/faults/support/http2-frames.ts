/** Frames of HTTP/2 (RFC 9113), put together by hand: a client library sends none that is wrong. */

export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')

export const types = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
}

const flags = { END_STREAM: 1, ACK: 1, END_HEADERS: 4 }

export function frame(type: number, flag: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flag, 4)
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

/** Header fields as literals without indexing (RFC 7541, 6.2.2); names and values below 127 bytes. */
const fields = (headers: Record<string, string>): Buffer =>
  Buffer.concat(
    Object.entries(headers).map(([name, value]) =>
      Buffer.concat([Buffer.of(0, name.length), Buffer.from(name), Buffer.of(value.length), Buffer.from(value)]),
    ),
  )

const request = (method: string, path: string) =>
  fields({ ':method': method, ':path': path, ':scheme': 'http', ':authority': 'localhost' })

export const settings = (payload = Buffer.alloc(0)): Buffer => frame(types.SETTINGS, 0, 0, payload)

/** SETTINGS_INITIAL_WINDOW_SIZE of 0: no answer may send a byte of its body. */
export const closedWindow = Buffer.from('000400000000', 'hex')

/** What a client says first. */
export const hello = Buffer.concat([PREFACE, settings()])

export const get = (stream: number, path: string): Buffer =>
  frame(types.HEADERS, flags.END_HEADERS | flags.END_STREAM, stream, request('GET', path))

/** A request whose body is to follow. */
export const post = (stream: number, path: string): Buffer =>
  frame(types.HEADERS, flags.END_HEADERS, stream, request('POST', path))

/** The first part of the headers of a request. */
export const openHeaders = (stream: number): Buffer => frame(types.HEADERS, 0, stream, request('GET', '/healthz'))

export const continuation = (stream: number): Buffer =>
  frame(types.CONTINUATION, 0, stream, fields({ x: 'y'.repeat(100) }))

export const data = (stream: number, payload: string | Buffer, isLast = false): Buffer =>
  frame(types.DATA, isLast ? flags.END_STREAM : 0, stream, Buffer.from(payload))

export const reset = (stream: number): Buffer => frame(types.RST_STREAM, 0, stream, Buffer.from('00000008', 'hex'))

export const ping = (): Buffer => frame(types.PING, 0, 0, Buffer.alloc(8))

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
