import { asArray, asObject, type JsonObject } from './json.ts'

/** RTCIceCandidateType. https://www.w3.org/TR/webrtc/#rtcicecandidatetype-enum */
const candidateTypes = ['host', 'srflx', 'prflx', 'relay'] as const
export type CandidateType = (typeof candidateTypes)[number]

/** What the selected candidate pair of a stats report says about its connection. */
export interface SelectedPair {
  /** Of the local candidate; null when the report does not say. */
  type: CandidateType | null
  tcp: boolean
  relay: boolean
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
    relay: type === 'relay',
    established: pairWorks(pair) || bothTypesKnown(local, remote) || rtpFlows(report),
  }
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
