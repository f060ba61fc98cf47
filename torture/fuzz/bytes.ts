import fc from 'fast-check'
import { headerBlock, httpFrame, PREFACE } from '../system/http2-frames.ts'
import type { FuzzInput } from './input.ts'

const asInput = (bytes: Uint8Array): FuzzInput => ({ door: 'bytes', bytes: Buffer.from(bytes).toString('base64') })

const method = fc.constantFrom(
  'GET',
  'POST',
  'PUT',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'PRI',
  'get',
  'G\u0000T',
  '',
)
const target = fc.constantFrom(
  ...[
    '/',
    '/healthz',
    '/v1/initialize',
    '*',
    '//',
    '///[',
    '/v1/%',
    'http://x/v1/apps',
    'http://[',
    '',
    '/\u0000',
    '/é',
  ],
  ...['/peermetrics.query.v1.QueryService/GetConference', `/${'a'.repeat(20_000)}`],
)
const version = fc.constantFrom(
  'HTTP/1.1',
  'HTTP/1.0',
  'HTTP/2.0',
  'HTTP/0.9',
  'HTTP/3.0',
  'HTTP/1.2',
  'HTTP/',
  '',
  'HTTP/1.1 x',
)
const header = fc.constantFrom(
  ...[
    'host: x',
    'host: a\r\nhost: b',
    'host:',
    'host: [',
    'host: a@b:99999',
    'content-length: 5',
    'content-length: -1',
  ],
  ...['content-length: 99999999999999999999', 'content-length: 3\r\ncontent-length: 4', 'transfer-encoding: chunked'],
  ...['transfer-encoding: chunked\r\ncontent-length: 5', 'transfer-encoding: gzip, chunked', 'transfer-encoding: x'],
  ...[
    'expect: 100-continue',
    'expect: x',
    'upgrade: h2c\r\nconnection: upgrade, http2-settings\r\nhttp2-settings: AAMAAABk',
  ],
  ...[
    'upgrade: websocket\r\nconnection: upgrade',
    'connection: close',
    'connection: keep-alive',
    'content-type: application/json',
  ],
  ...[
    'content-type: application/grpc',
    'content-type: application/grpc-web-text',
    'content-encoding: gzip',
    'te: trailers',
  ],
  ...[
    'connect-timeout-ms: 99999999999',
    'grpc-timeout: 1n',
    'grpc-encoding: gzip',
    'authorization: Bearer',
    'cookie: a=b; =;',
  ],
  ...[
    'x-forwarded-for: 1.2.3.4',
    'range: bytes=0-',
    ': x',
    'x : y',
    'x\u0000: y',
    ` folded: x`,
    `long: ${'x'.repeat(20_000)}`,
  ],
)
const content = fc.constantFrom(
  '',
  '{}',
  '{"a":',
  '5\r\nhello\r\n0\r\n\r\n',
  'zz\r\n',
  '-1\r\n',
  'ffffffffffffffff\r\nx',
  '0\r\na: b\r\n\r\n',
)
const lineEnd = fc.oneof({ weight: 8, arbitrary: fc.constant('\r\n') }, fc.constantFrom('\n', '\r', ''))

const http1Request = fc
  .record({ method, target, version, headers: fc.array(header, { maxLength: 5 }), content, lineEnd })
  .map(part => [`${part.method} ${part.target} ${part.version}`, ...part.headers, '', part.content].join(part.lineEnd))

/** Requests of HTTP/1, one after the other on a connection, mostly not proper ones. */
const http1Bytes = fc
  .array(http1Request, { minLength: 1, maxLength: 3 })
  .map(requests => asInput(Buffer.from(requests.join(''), 'latin1')))

const block = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        ':method',
        ':path',
        ':scheme',
        ':authority',
        ':status',
        ':x',
        'content-type',
        'Upper',
        'connection',
        'te',
        'x',
      ),
      fc.constantFrom(
        'GET',
        'POST',
        '/',
        '/healthz',
        '/v1/initialize',
        'http',
        'x',
        '',
        'application/grpc',
        'a\u0000b',
        'x'.repeat(5000),
      ),
    ),
    { maxLength: 8 },
  )
  .map(headerBlock)

const goodBlock = fc.constant(
  headerBlock([
    [':method', 'POST'],
    [':path', '/v1/initialize'],
    [':scheme', 'http'],
    [':authority', 'x'],
  ]),
)

const payload = fc.oneof(fc.uint8Array({ maxLength: 40 }), block, goodBlock, fc.constant(new Uint8Array(8)))

const frame = fc
  .record({
    type: fc.oneof({ weight: 3, arbitrary: fc.nat(9) }, fc.constantFrom(1, 0, 9, 3), fc.nat(255)),
    flags: fc.constantFrom(0, 1, 4, 5, 8, 0x20, 0xff),
    streamId: fc.constantFrom(0, 1, 1, 3, 3, 2, 5, 2 ** 31 - 1),
    payload,
    /** Bytes that the frame announces beyond what it has. */
    beyond: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.constantFrom(1, 2 ** 14, 2 ** 23)),
  })
  .map(httpFrame)

/** Frames of HTTP/2 after a proper beginning, and after none. */
const http2Bytes = fc
  .record({
    preface: fc.oneof({ weight: 9, arbitrary: fc.constant(PREFACE) }, fc.constant(PREFACE.subarray(0, 20))),
    frames: fc.array(frame, { minLength: 1, maxLength: 8 }),
  })
  .map(({ preface, frames }) =>
    asInput(
      Buffer.concat([preface, httpFrame({ type: 4, flags: 0, streamId: 0, payload: new Uint8Array() }), ...frames]),
    ),
  )

/** What no client would send. */
export const byteInputs: fc.Arbitrary<FuzzInput> = fc.oneof(http1Bytes, http2Bytes, {
  weight: 1,
  arbitrary: fc.uint8Array({ minLength: 1, maxLength: 100 }).map(asInput),
})
