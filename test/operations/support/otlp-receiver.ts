import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'

/** A span as it arrived: opentelemetry/proto/trace/v1/trace.proto. */
export interface ReceivedSpan {
  traceId: string
  spanId: string
  /** Empty: it has no parent. */
  parentSpanId: string
  name: string
  /** 1 internal, 2 server, 3 client. */
  kind: number
  /** Texts and whole numbers. */
  attributes: Record<string, string | number>
}

export interface OtlpReceiver extends AsyncDisposable {
  url: string
  spans: ReceivedSpan[]
  /** Requests for anything else, which are answered with an empty object. */
  others: { url: string; headers: IncomingHttpHeaders }[]
}

/** Stands in for a collector of traces, and for whatever else is asked. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = []
  const others: OtlpReceiver['others'] = []
  const server = createServer(async (request, response) => {
    if (request.url === '/v1/traces' && request.headers['content-type'] === 'application/x-protobuf') {
      spans.push(...spansOf(await buffer(request)))
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end()
    } else {
      others.push({ url: request.url ?? '', headers: request.headers })
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    others,
    [Symbol.asyncDispose]: async () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

type Field = Uint8Array | bigint | number

/** The fields of a message by number. */
function fieldsOf(bytes: Uint8Array): Map<number, Field[]> {
  const reader = new BinaryReader(bytes)
  const fields = new Map<number, Field[]>()
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag()
    fields.set(number, [...(fields.get(number) ?? []), readField(reader, type)])
  }
  return fields
}

function readField(reader: BinaryReader, type: WireType): Field {
  switch (type) {
    case WireType.Varint:
      return BigInt(reader.int64())
    case WireType.Bit64:
      return BigInt(reader.fixed64())
    case WireType.Bit32:
      return reader.fixed32()
    default:
      return reader.bytes()
  }
}

const messages = (fields: Map<number, Field[]>, number: number) => (fields.get(number) ?? []) as Uint8Array[]
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex')
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8')

/** Of an ExportTraceServiceRequest: resource spans, scope spans, spans. */
const spansOf = (request: Uint8Array): ReceivedSpan[] =>
  messages(fieldsOf(request), 1)
    .flatMap(resource => messages(fieldsOf(resource), 2))
    .flatMap(scope => messages(fieldsOf(scope), 2))
    .map(fieldsOf)
    .map(span => ({
      traceId: hex(messages(span, 1)[0]),
      spanId: hex(messages(span, 2)[0]),
      parentSpanId: hex(messages(span, 4)[0]),
      name: text(messages(span, 5)[0]),
      kind: Number(span.get(6)?.[0] ?? 0),
      attributes: Object.fromEntries(messages(span, 9).map(attributeOf)),
    }))

/** KeyValue; of its value string_value and int_value. */
function attributeOf(bytes: Uint8Array): [string, string | number] {
  const [key, value] = [1, 2].map(number => messages(fieldsOf(bytes), number)[0])
  const any = fieldsOf(value ?? new Uint8Array())
  return [text(key), any.has(1) ? text(messages(any, 1)[0]) : Number(any.get(3)?.[0] ?? Number.NaN)]
}
