import { asObject, isJsonObject, type JsonObject, type JsonValue } from '../values/json.ts'
import { coverAddresses } from './covered-addresses.ts'

/** Replacement for the name of somebody whose data was erased. */
export const ERASED = 'erased'

/** Texts that name a participant: the application's user id, and the name. */
export type PeerNames = readonly string[]

/** A report about a connection to a peer, without the peer's names and network addresses. */
export function eventWithoutPeer(data: JsonValue, names: PeerNames): JsonValue {
  const nameless = withoutNames(data, names)
  if (!isJsonObject(nameless)) return nameless
  const { remoteDescription } = nameless
  return remoteDescription === undefined
    ? nameless
    : { ...nameless, remoteDescription: coverAddresses(remoteDescription, 'none') }
}

/** A stats report about a connection to a peer, without the peer's network addresses. */
export function reportWithoutPeer(report: JsonObject): JsonObject {
  const { remote, ...connection } = asObject(report['connection'])
  if (remote === undefined) return report
  return { ...report, connection: { ...connection, remote: coverAddresses(remote, 'none') } }
}

function withoutNames(value: JsonValue, names: PeerNames): JsonValue {
  if (typeof value === 'string') return names.includes(value) ? ERASED : value
  if (Array.isArray(value)) return value.map(item => withoutNames(item, names))
  if (!isJsonObject(value)) return value
  // fromEntries defines own properties, so that a key "__proto__" stays a key.
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutNames(inner, names)]))
}
