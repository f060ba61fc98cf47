import { type DescMethod, fromJson, type JsonValue as ProtoJson, toBinary } from '@bufbuild/protobuf'
import type { JsonValue } from '../../src/domain/values/json.ts'
import { methods } from '../services.ts'
import { ANSWER_MS, WAITING_METHODS } from './answer.ts'
import { applyDamage, fillJson, fillText, type HttpInput, type RpcInput, type Values } from './input.ts'

/** A request in the form that clients of both versions take. */
export interface EncodedRequest {
  httpVersion: 1 | 2
  method: string
  path: string
  headers: Record<string, string>
  body: Uint8Array | undefined
  /** Longest time for an answer, in ms. */
  limitMs: number
}

const authorization = (token: string | null, values: Values): Record<string, string> =>
  token === null ? {} : { authorization: `Bearer ${values[token] ?? token}` }

export function encodeHttp(
  { httpVersion, method, target, body, token, damage }: HttpInput,
  values: Values,
): EncodedRequest {
  const bytes = applyDamage(Buffer.from(JSON.stringify(fillJson(body, values)) ?? ''), damage)
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return {
    httpVersion,
    method,
    path: `/v1${fillText(target, values)}`,
    headers: {
      'content-type': 'text/plain',
      ...(hasBody ? { 'content-length': String(bytes.length) } : {}),
      ...authorization(token, values),
    },
    body: hasBody ? bytes : undefined,
    limitMs: ANSWER_MS,
  }
}

export function encodeRpc(input: RpcInput, values: Values): EncodedRequest {
  const method = methods.get(input.method)
  if (!method) throw new Error(`There is no method ${input.method}`)
  const { form, httpVersion, token } = input
  const codec = form.endsWith('json') ? 'json' : 'proto'
  const message = applyDamage(encodeMessage(method, fillJson(input.message, values), codec), input.damage)
  const limitMs = WAITING_METHODS[input.method] ?? ANSWER_MS
  const request = { httpVersion, path: `/${input.method}`, headers: authorization(token, values), limitMs }
  if (form.startsWith('connect get')) return asGet(request, message, codec)
  const isEnveloped = !form.startsWith('connect') || method.methodKind !== 'unary'
  return {
    ...request,
    method: 'POST',
    headers: {
      ...request.headers,
      'content-type': contentType(form, codec, method),
      ...(form.startsWith('grpc') ? { te: 'trailers' } : {}),
    },
    body: isEnveloped ? enveloped(message) : message,
  }
}

function asGet(request: Omit<EncodedRequest, 'method' | 'body'>, message: Uint8Array, codec: string): EncodedRequest {
  const text =
    codec === 'json' ? encodeURIComponent(Buffer.from(message).toString()) : Buffer.from(message).toString('base64url')
  const query = `connect=v1&encoding=${codec}&message=${text}${codec === 'proto' ? '&base64=1' : ''}`
  return { ...request, method: 'GET', path: `${request.path}?${query}`, body: undefined }
}

function contentType(form: string, codec: string, { methodKind }: DescMethod): string {
  if (form.startsWith('grpc-web')) return `application/grpc-web+${codec}`
  if (form.startsWith('grpc')) return `application/grpc+${codec}`
  return methodKind === 'unary' ? `application/${codec}` : `application/connect+${codec}`
}

/** The prefix of a message in a stream: flags and length. */
function enveloped(message: Uint8Array): Uint8Array {
  const prefix = Buffer.alloc(5)
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}

/** What has no binary form is sent as the text of its JSON, which is no message either. */
function encodeMessage({ input }: DescMethod, json: JsonValue, codec: string): Uint8Array {
  const text = Buffer.from(JSON.stringify(json) ?? '')
  if (codec === 'json') return text
  try {
    return toBinary(input, fromJson(input, json as ProtoJson, { ignoreUnknownFields: true }))
  } catch {
    return text
  }
}
