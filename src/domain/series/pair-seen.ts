import { type CandidateType, candidateTypes } from '../stats/candidate-pair.ts'
import { asObject, asString, type JsonObject, type JsonValue } from '../values/json.ts'

/** Selected candidate pair of a report, without addresses: they can be erased from the event only. */
export interface PairSeen {
  /** RTCStats.id. */
  id: string
  /** Of the stats event. */
  eventId: string
  localType: CandidateType | null
  remoteType: CandidateType | null
  /** Texts as reported, cut; empty when they were not. */
  protocol: string
  relayProtocol: string
  networkType: string
  url: string
}

/** Longest text that is kept: URLs of servers are shorter. */
const MAX_TEXT = 255

const textOf = (candidate: JsonObject, field: string) => (asString(candidate[field]) ?? '').slice(0, MAX_TEXT)

const typeOf = ({ candidateType }: JsonObject) => candidateTypes.find(known => known === candidateType) ?? null

/** Null when a report has no selected pair. */
export function pairSeen(report: JsonValue, eventId: string): PairSeen | null {
  const pair = asObject(asObject(report)['connection'])
  const id = textOf(pair, 'id')
  if (id === '') return null
  const [local, remote] = [asObject(pair['local']), asObject(pair['remote'])]
  return {
    id,
    eventId,
    localType: typeOf(local),
    remoteType: typeOf(remote),
    protocol: textOf(local, 'protocol'),
    relayProtocol: textOf(local, 'relayProtocol'),
    networkType: textOf(local, 'networkType'),
    url: textOf(local, 'url'),
  }
}
