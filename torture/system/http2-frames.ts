/** What a client of HTTP/2 sends first (RFC 9113, 3.4). */
export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')

export const FRAME = {
  data: 0,
  headers: 1,
  resetStream: 3,
  settings: 4,
  ping: 6,
  windowUpdate: 8,
  continuation: 9,
} as const

export interface Frame {
  type: number
  flags: number
  streamId: number
  payload: Uint8Array
  /** Bytes that the frame announces beyond its payload. */
  beyond?: number
}

/** A frame as it stands on the wire (RFC 9113, 4.1), whether it makes sense or not. */
export function httpFrame({ type, flags, streamId, payload, beyond = 0 }: Frame): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE((payload.length + beyond) & 0xff_ffff, 0, 3)
  head.writeUInt8(type & 0xff, 3)
  head.writeUInt8(flags & 0xff, 4)
  head.writeUInt32BE(streamId, 5)
  return Buffer.concat([head, payload])
}

/** Header fields as literals without indexing (RFC 7541, 6.2.2). */
export const headerBlock = (fields: readonly (readonly [string, string])[]): Buffer =>
  Buffer.concat(fields.flatMap(([name, value]) => [Buffer.of(0), text(name), text(value)]))

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1')
  return Buffer.concat([prefixedInteger(bytes.length, 7), bytes])
}

/** RFC 7541, 5.1. */
function prefixedInteger(value: number, bits: number): Buffer {
  const limit = 2 ** bits - 1
  if (value < limit) return Buffer.of(value)
  const bytes = [limit]
  let rest = value - limit
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return Buffer.from([...bytes, rest])
}
