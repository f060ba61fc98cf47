import { asArray, asObject, type JsonObject } from '../values/json.ts'

/** RTCIceCandidateType. https://www.w3.org/TR/webrtc/#rtcicecandidatetype-enum */
export const candidateTypes = ['host', 'srflx', 'prflx', 'relay'] as const
export type CandidateType = (typeof candidateTypes)[number]

/** Facts about a connection that the selected candidate pair of one report shows. */
export interface SelectedPair {
  /** Of the local candidate; null when the report does not say. */
  type: CandidateType | null
  /** The candidate itself is a TCP one. */
  tcp: boolean
  /** Media goes over a TURN server. */
  relay: boolean
  /** It goes to the TURN server by TCP or TLS: what the network lets through, whatever the relayed candidate says. */
  relayTcp: boolean
  /** Media or checks got through: the connection was established. An early empty poll shows nothing. */
  established: boolean
}

/** Reads the selected candidate pair (`connection` of the object that the SDK's stats library builds). */
export function selectedPair(report: JsonObject): SelectedPair {
  const pair = asObject(report['connection'])
  const local = asObject(pair['local'])
  const remote = asObject(pair['remote'])
  const type = candidateTypes.find(known => known === local['candidateType']) ?? null
  return {
    type,
    tcp: local['protocol'] === 'tcp',
    relay: isRelayed(local),
    relayTcp: relayProtocolOf(local) !== null,
    established: pairWorks(pair) || bothTypesKnown(local, remote) || rtpFlows(report),
  }
}

/** A candidate that a peer learned of through the relay is `prflx`; it names the relay all the same. */
const isRelayed = ({ candidateType, relayProtocol, url }: JsonObject): boolean =>
  candidateType === 'relay' || (candidateType === 'prflx' && (Boolean(relayProtocol) || /^turns?:/.test(String(url))))

/** Protocol to the TURN server, where that is not UDP. */
export type RelayProtocol = 'tcp' | 'tls'

/**
 * Null for a connection that is not relayed, or by UDP. RTCIceCandidateStats: `protocol` is that of the relayed candidate,
 * `relayProtocol` and `url` are those to the server.
 */
export function relayProtocolOf(local: JsonObject): RelayProtocol | null {
  const { relayProtocol, url } = local
  if (!isRelayed(local)) return null
  if (relayProtocol === 'tls' || /^turns:/.test(String(url))) return 'tls'
  return relayProtocol === 'tcp' || /[?&]transport=tcp\b/.test(String(url)) ? 'tcp' : null
}

const isPositive = (value: unknown) => typeof value === 'number' && value > 0

function pairWorks(pair: JsonObject): boolean {
  const carriesBytes = isPositive(pair['bytesSent']) || isPositive(pair['bytesReceived'])
  const inUse =
    pair['nominated'] === true ||
    pair['selected'] === true ||
    isPositive(pair['currentRoundTripTime']) ||
    isPositive(pair['totalRoundTripTime'])
  return carriesBytes || (pair['state'] === 'succeeded' && inUse)
}

const bothTypesKnown = (local: JsonObject, remote: JsonObject) =>
  candidateTypes.some(type => type === local['candidateType']) &&
  candidateTypes.some(type => type === remote['candidateType'])

const rtpCounters = ['packetsSent', 'packetsReceived', 'bytesSent', 'bytesReceived']

const rtpFlows = (report: JsonObject) =>
  [report['audio'], report['video']]
    .map(asObject)
    .flatMap(media => [...asArray(media['inbound']), ...asArray(media['outbound'])])
    .map(asObject)
    .some(rtp => rtpCounters.some(counter => isPositive(rtp[counter])))
