import { isJsonObject, type JsonObject, type JsonValue } from '../values/json.ts'
import { type AddressPolicy, coveredAddress } from './address-policy.ts'

/**
 * Fields whose text is an address, with or without a port: of RTCIceCandidate, of candidates in getStats, and of
 * RTCPeerConnectionIceErrorEvent with its older `hostCandidate`.
 */
const addressFields = new Set(['address', 'ip', 'ipAddress', 'relatedAddress', 'hostCandidate'])

/**
 * A report of a client with its network addresses redacted: in ICE candidates, in their text form, and in SDP.
 * Everything else stays as it was sent: ports, types, mDNS names, the URLs of STUN and TURN servers.
 */
export function coverAddresses(data: JsonValue, policy: AddressPolicy): JsonValue {
  return policy === 'full' ? data : covered(data, '', policy)
}

/** A stats report with the addresses of its candidates covered; they stand in `connection` only. */
export function coverReportAddresses(report: JsonObject, policy: AddressPolicy): JsonObject {
  const { connection } = report
  if (policy === 'full' || connection === undefined) return report
  return { ...report, connection: covered(connection, '', policy) }
}

/** The value itself where there is nothing to cover: most have no address, and copies of large ones cost. */
function covered(value: JsonValue, field: string, policy: AddressPolicy): JsonValue {
  if (typeof value === 'string') return coveredText(value, field, policy)
  if (Array.isArray(value)) {
    const items = value.map(item => covered(item, field, policy))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).map(([key, inner]): [string, JsonValue] => [key, covered(inner, key, policy)])
  // fromEntries defines own properties, so that a key "__proto__" stays a key.
  return entries.some(([key, inner]) => inner !== value[key]) ? Object.fromEntries(entries) : value
}

function coveredText(text: string, field: string, policy: AddressPolicy): string {
  if (field === 'sdp' || text.startsWith('v=0')) return coverSdp(text, policy)
  if (field === 'candidate' || /^(?:a=)?candidate:/.test(text)) return coverWords(text, policy)
  return addressFields.has(field) ? coverEndpoint(text, policy) : text
}

/**
 * Lines of SDP that carry addresses: origin, connection data (RFC 8866), candidates (RFC 8839), RTCP (RFC 3605). Some
 * senders write the line ends of the whole text as `\r\n` in letters.
 */
const addressLines = /(?<=^|[\r\n]|\\[rn])(?:o=|c=|a=candidate:|a=remote-candidates:|a=rtcp:)[^\r\n\\]*/g

const coverSdp = (sdp: string, policy: AddressPolicy): string =>
  sdp.replace(addressLines, line => coverWords(line, policy))

/** Connection data of multicast has the TTL behind the address: `224.2.36.42/127`. */
const coverWords = (line: string, policy: AddressPolicy): string =>
  line.replace(/[^\s/]+/g, word => coveredAddress(word, policy))

/** `192.0.2.1`, `192.0.2.1:5000`, `2001:db8::1`, `[2001:db8::1]:5000` */
function coverEndpoint(text: string, policy: AddressPolicy): string {
  const bracketed = /^\[(.+)\](.*)$/.exec(text)
  if (bracketed) return `[${coveredAddress(bracketed[1] ?? '', policy)}]${bracketed[2]}`
  const [, host, port] = /^([\d.x]+)(:\d+)$/.exec(text) ?? []
  return host && port ? coveredAddress(host, policy) + port : coveredAddress(text, policy)
}
