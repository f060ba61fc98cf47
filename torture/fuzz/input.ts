import type { JsonValue } from '../../src/domain/values/json.ts'

/** Protocols, codecs and forms in which an RPC can be called. */
export const rpcForms = [
  'connect json',
  'connect proto',
  'connect get json',
  'connect get proto',
  'grpc',
  'grpc json',
  'grpc-web',
  'grpc-web json',
] as const
type RpcForm = (typeof rpcForms)[number]

/** Bytes that are replaced, after the message was encoded. */
export interface Damage {
  /** Where, from 0 to 99 of 100. */
  at: number
  /** So many are taken out. */
  removed: number
  /** Base64. */
  inserted: string
}

interface Exchange {
  httpVersion: 1 | 2
  /** Whose credential is sent: a name of the {@link FuzzWorld}'s values; null: none. */
  token: string | null
  damage: Damage | null
}

/** A call of a method. Strings such as `{{conferenceId}}` stand for values of the world. */
export interface RpcInput extends Exchange {
  door: 'rpc'
  /** `package.Service/Method`. */
  method: string
  form: RpcForm
  message: JsonValue
}

/** A request to a route, with the same placeholders. */
export interface HttpInput extends Exchange {
  door: 'http'
  method: string
  /** Path and query, below `/v1`. */
  target: string
  body: JsonValue
}

/** Bytes on a connection of their own. */
interface BytesInput {
  door: 'bytes'
  /** Base64. */
  bytes: string
}

/** Something that is sent to a server; JSON, so that it can be kept and sent again. */
export type FuzzInput = RpcInput | HttpInput | BytesInput

/** What the placeholders stand for. */
export type Values = Readonly<Record<string, string>>

const PLACEHOLDER = /\{\{(\w+)\}\}/g

export const placeholder = (name: string): string => `{{${name}}}`

export const fillText = (text: string, values: Values): string =>
  text.replaceAll(PLACEHOLDER, (whole, name: string) => values[name] ?? whole)

/** The same JSON with the values in the place of their placeholders. */
export function fillJson(json: JsonValue, values: Values): JsonValue {
  if (typeof json === 'string') return fillText(json, values)
  if (Array.isArray(json)) return json.map(value => fillJson(value, values))
  if (typeof json !== 'object' || json === null) return json
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, fillJson(value as JsonValue, values)]))
}

export function applyDamage(bytes: Uint8Array, damage: Damage | null): Uint8Array {
  if (damage === null) return bytes
  const at = Math.floor((damage.at / 100) * bytes.length)
  return Buffer.concat([
    bytes.subarray(0, at),
    Buffer.from(damage.inserted, 'base64'),
    bytes.subarray(at + damage.removed),
  ])
}
