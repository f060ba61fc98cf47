import { gzipSync } from 'node:zlib'

/** Bytes that are no message in the binary form. */
export const damagedBinary: Record<string, Uint8Array> = {
  'an unfinished varint': Buffer.from([0x0a, 0xff]),
  'a length beyond the end': Buffer.from([0x0a, 0x7f, 0x61]),
  'field number 0': Buffer.from([0x02, 0x01, 0x61]),
  'an unknown wire type': Buffer.from([0x0f, 0x01]),
  'a group that never ends': Buffer.from([0x7b, 0x7b, 0x7b]),
  'the end of no group': Buffer.from([0x0c]),
  'nested groups without end': Buffer.alloc(2000, 0x7b),
  noise: Buffer.from(Array.from({ length: 200 }, (_, index) => (index * 89 + 7) % 256)),
}

/** Texts that are no message in JSON. */
export const damagedJson: Record<string, Uint8Array> = {
  nothing: Buffer.alloc(0),
  'an open brace': Buffer.from('{'),
  'an array': Buffer.from('[]'),
  'a string': Buffer.from('"x"'),
  null: Buffer.from('null'),
  'bytes that are no text': Buffer.from([0xff, 0xfe, 0x7b]),
  'a bare word': Buffer.from('undefined'),
  'an unfinished escape': Buffer.from('{"a":"\\u12"}'),
  'a NUL behind it': Buffer.from('{}\u0000'),
}

/** Bytes that are said to be gzip. */
export const damagedGzip: Record<string, Uint8Array> = {
  'no gzip': Buffer.from('no gzip'),
  'gzip cut short': gzipSync('{}').subarray(0, 12),
  'gzip with a wrong checksum': Buffer.concat([gzipSync('{"a":1}').subarray(0, -8), Buffer.alloc(8)]),
}

/** What the envelope of a message can have wrong. */
export const damagedEnvelopes: Record<string, Uint8Array> = {
  nothing: Buffer.alloc(0),
  'a prefix cut short': Buffer.from([0, 0]),
  'a length beyond the end': Buffer.from([0, 0, 0, 0, 9, 1]),
  'a length beyond all limits': Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 1]),
  'two messages': Buffer.concat([enveloped(Buffer.alloc(0)), enveloped(Buffer.alloc(0))]),
  'compressed, nobody knows how': enveloped(gzipSync('x'), 1),
}

/** A message in the envelope of gRPC, gRPC-Web and Connect's streams. */
export function enveloped(message: Uint8Array, flags = 0): Buffer {
  const prefix = Buffer.alloc(5)
  prefix.writeUInt8(flags)
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}
