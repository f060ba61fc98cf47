import { base64Decode } from '@bufbuild/protobuf/wire'
import { Code, ConnectError, type ConnectRouter, type ContextValues } from '@connectrpc/connect'
import {
  type Compression,
  encodeEnvelope,
  pipe,
  readAllBytes,
  transformDecompressEnvelope,
  transformSplitEnvelope,
  type UniversalHandler,
  type UniversalServerRequest,
} from '@connectrpc/connect/protocol'
import { compressionBrotli, compressionGzip } from '@connectrpc/connect-node'
import { receivedMessageKey } from './received-message.ts'

/** Request whose message was taken out, and is empty. */
type Receive = (request: UniversalServerRequest, values: ContextValues) => UniversalServerRequest | undefined

const compressions: readonly Compression[] = [compressionGzip, compressionBrotli]

/**
 * Has the handlers of a router leave the messages of their requests to {@link decodeInterceptor}, which reads them once
 * the caller is admitted, within limits, and answers what cannot be read as the mistake of the caller that it is: the
 * library takes each message apart at once, whatever it holds, and calls what it cannot read an internal error.
 * @param router whose services are all registered
 */
export function receiveMessages(router: ConnectRouter, maxBytes: number): void {
  for (const [index, handler] of router.handlers.entries()) router.handlers[index] = receiving(handler, maxBytes)
}

function receiving(handler: UniversalHandler, maxBytes: number): UniversalHandler {
  const { methodKind } = handler.method
  if (methodKind !== 'unary' && methodKind !== 'server_streaming') return handler
  const receive = (request: UniversalServerRequest) => {
    const values = request.contextValues
    const received = values && receiverOf(request, maxBytes)?.(request, values)
    return handler(received ?? request)
  }
  return Object.assign(receive, handler)
}

const UNARY = /^application\/(json|proto) *(?:;|$)/i
const ENVELOPED = /^application\/(?:(connect)\+(json|proto)|grpc(?:-web)?(?:\+(json|proto))?) *(?:;|$)/i

function receiverOf({ method, header }: UniversalServerRequest, maxBytes: number): Receive | undefined {
  if (method === 'GET') return fromQuery(maxBytes)
  const type = header.get('content-type') ?? ''
  const [, unary] = UNARY.exec(type) ?? []
  if (unary) return fromBody(unary.toLowerCase() === 'proto', maxBytes)
  const [whole, connect, streamed, grpc] = ENVELOPED.exec(type) ?? []
  if (whole === undefined) return undefined
  const isBinary = (streamed ?? grpc ?? 'proto').toLowerCase() === 'proto'
  return fromEnvelope(isBinary, connect ? 'connect-content-encoding' : 'grpc-encoding', maxBytes)
}

/** The message is the body. */
const fromBody =
  (isBinary: boolean, maxBytes: number): Receive =>
  (request, values) => {
    const compression = compressionOf(request.header.get('content-encoding'))
    if (compression === undefined) return undefined
    const length = request.header.get('content-length')
    let packed: Uint8Array = NOTHING
    const read = async function* () {
      const body = request.body as AsyncIterable<Uint8Array>
      packed = await readAllBytes(body, maxBytes, length)
      yield emptyMessage(isBinary)
    }
    values.set(receivedMessageKey, { isBinary, bytes: () => decompressed(packed, compression, maxBytes) })
    request.header.delete('content-encoding')
    request.header.delete('content-length')
    return { ...request, body: read() }
  }

/** The message is in an envelope that says how long it is. */
const fromEnvelope =
  (isBinary: boolean, encodingHeader: string, maxBytes: number): Receive =>
  (request, values) => {
    const compression = compressionOf(request.header.get(encodingHeader))
    if (compression === undefined) return undefined
    let taken: Uint8Array = NOTHING
    const envelopes = pipe(
      request.body as AsyncIterable<Uint8Array>,
      transformSplitEnvelope(maxBytes),
      transformDecompressEnvelope(compression, maxBytes),
    )
    const read = async function* () {
      try {
        for await (const { flags, data } of envelopes) {
          taken = data
          yield encodeEnvelope(flags, emptyMessage(isBinary))
        }
      } catch (error) {
        throw asMistake(error)
      }
    }
    values.set(receivedMessageKey, { isBinary, bytes: async () => taken })
    request.header.delete(encodingHeader)
    return { ...request, body: read() }
  }

/** The message is a parameter of the URL. https://connectrpc.com/docs/protocol#unary-get-request */
const fromQuery =
  (maxBytes: number): Receive =>
  (request, values) => {
    const url = new URL(request.url)
    const query = url.searchParams
    const compression = compressionOf(query.get('compression'))
    if (compression === undefined) return undefined
    const text = query.get('message') ?? ''
    const isBase64 = query.get('base64') === '1'
    const isBinary = query.get('encoding') === 'proto'
    values.set(receivedMessageKey, {
      isBinary,
      bytes: async () => decompressed(isBase64 ? unpacked(text) : Buffer.from(text), compression, maxBytes),
    })
    for (const name of ['base64', 'compression']) query.delete(name)
    query.set('message', isBinary ? '' : '{}')
    return { ...request, url: url.href }
  }

function unpacked(text: string): Uint8Array {
  try {
    return base64Decode(text)
  } catch {
    throw unreadable('it is not base64')
  }
}

/** Null: it is not compressed; undefined: by something that is not known, which the library refuses. */
function compressionOf(name: string | null): Compression | null | undefined {
  if (name === null || name === '' || name === 'identity') return null
  return compressions.find(known => known.name === name)
}

async function decompressed(bytes: Uint8Array, compression: Compression | null, maxBytes: number): Promise<Uint8Array> {
  try {
    return compression ? await compression.decompress(bytes, maxBytes) : bytes
  } catch (error) {
    throw asMistake(error)
  }
}

/** What cannot be unpacked is no fault of ours. */
function asMistake(error: unknown): unknown {
  const isInternal = error instanceof ConnectError && error.code === Code.Internal
  return isInternal ? unreadable(error.rawMessage) : error
}

export const unreadable = (why: string): ConnectError =>
  new ConnectError(`The message cannot be read: ${why}`, Code.InvalidArgument)

const emptyMessage = (isBinary: boolean): Uint8Array => (isBinary ? NOTHING : EMPTY_OBJECT)
const NOTHING = new Uint8Array()
const EMPTY_OBJECT = Buffer.from('{}')
