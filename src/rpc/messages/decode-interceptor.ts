import { type DescMessage, fromBinary, fromJson, type JsonValue, type Message } from '@bufbuild/protobuf'
import { Code, ConnectError, type Interceptor } from '@connectrpc/connect'
import { requireModestJson } from '../../domain/values/json-size.ts'
import { shortMessage } from '../errors.ts'
import { MAX_MESSAGE_DEPTH, requireModestMessage } from './message-size.ts'
import { unreadable } from './receive-messages.ts'
import { type ReceivedMessage, receivedMessageKey } from './received-message.ts'

/** Reads the message of a call that was admitted. */
export const decodeInterceptor: Interceptor = next => async request => {
  const received = request.contextValues.get(receivedMessageKey)
  if (!received) return await next(request.stream ? { ...request, message: readable(request.message) } : request)
  request.contextValues.delete(receivedMessageKey)
  const { input } = request.method
  if (!request.stream) return await next({ ...request, message: await decoded(input, received) })
  return await next({ ...request, message: decodedStream(input, received, request.message) })
}

/** Streams of several messages are read by the library, which calls what it cannot read an internal error. */
async function* readable<Item>(messages: AsyncIterable<Item>): AsyncGenerator<Item, void, undefined> {
  try {
    yield* messages
  } catch (error) {
    throw error instanceof ConnectError && error.code === Code.Internal ? unreadable(error.rawMessage) : error
  }
}

/** A stream arrives after its interceptors were called. */
async function* decodedStream(input: DescMessage, received: ReceivedMessage, messages: AsyncIterable<unknown>) {
  for await (const _ of messages) yield await decoded(input, received)
}

async function decoded(input: DescMessage, received: ReceivedMessage): Promise<Message> {
  const bytes = await received.bytes()
  return received.isBinary ? fromWire(input, bytes) : fromText(input, bytes)
}

function fromWire(input: DescMessage, bytes: Uint8Array): Message {
  requireModestMessage(input, bytes)
  try {
    return fromBinary(input, bytes, { readUnknownFields: false, recursionLimit: MAX_MESSAGE_DEPTH })
  } catch (error) {
    throw unreadable(whyOf(error))
  }
}

function fromText(input: DescMessage, bytes: Uint8Array): Message {
  requireModestJson(bytes)
  try {
    const json = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')) as JsonValue
    return fromJson(input, json, { ignoreUnknownFields: true, recursionLimit: MAX_MESSAGE_DEPTH })
  } catch (error) {
    throw unreadable(whyOf(error))
  }
}

const whyOf = (error: unknown): string => shortMessage(error instanceof Error ? error.message : String(error))
