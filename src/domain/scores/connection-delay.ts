import { asArray, asObject, asString, type JsonObject } from '../json.ts'
import { reportedAmount } from './reported-number.ts'

/** What the selected candidate pair of one report said about round-trip times. */
export interface PairReading {
  id: string | null
  totalRoundTripTime: number | null
  responsesReceived: number | null
}

export function readPair(report: JsonObject): PairReading {
  const pair = asObject(report['connection'])
  return {
    id: asString(pair['id']),
    totalRoundTripTime: reportedAmount(pair, 'totalRoundTripTime'),
    responsesReceived: reportedAmount(pair, 'responsesReceived'),
  }
}

const grown = (from: number | null, to: number | null) => (from === null || to === null ? 0 : to - from)

/** Mean of what was measured between two reports, s; null when nothing was, or another pair was selected. */
function measuredSince(before: PairReading | null, now: PairReading): number | null {
  if (before === null || before.id !== now.id) return null
  const responses = grown(before.responsesReceived, now.responsesReceived)
  const time = grown(before.totalRoundTripTime, now.totalRoundTripTime)
  return responses > 0 && time > 0 ? time / responses : null
}

/** The first round-trip time of remote-inbound-rtp, s. During an outage it keeps its last good value. */
function byRtcp(report: JsonObject): number | null {
  const remote = asObject(report['remote'])
  const receivers = ['audio', 'video'].flatMap(kind => asArray(asObject(remote[kind])['inbound']))
  return receivers.map(rtp => reportedAmount(asObject(rtp), 'roundTripTime')).find(time => time !== null) ?? null
}

/**
 * Round-trip time of a connection in the interval before a report, ms: the mean of its STUN measurements
 * (RTCIceCandidatePairStats), else the last one, else that of RTCP; 0 when none is known.
 * @param before the pair in the report before
 */
export function roundTripMs(report: JsonObject, before: PairReading | null): number {
  const current = reportedAmount(asObject(report['connection']), 'currentRoundTripTime')
  return 1000 * (measuredSince(before, readPair(report)) ?? current ?? byRtcp(report) ?? 0)
}
