import { asArray, asObject, type JsonObject } from '../values/json.ts'
import { ratingToMos } from './rating-to-mos.ts'
import { reportedNumber } from './reported-number.ts'

/** The reports of `remote.audio` in one direction: what the other side said by RTCP. */
const remoteAudio = (remote: JsonObject, direction: 'inbound' | 'outbound'): JsonObject[] =>
  asArray(asObject(remote['audio'])[direction]).map(asObject)

/** Lost share of the packets, 0 to 1; null without packets. */
function lossFraction(inbound: JsonObject, remote: JsonObject): number | null {
  const received = reportedNumber(inbound, 'packetsReceived') ?? 0
  const lost = reportedNumber(inbound, 'packetsLost') ?? 0
  if (received + lost <= 0) return null
  const senders = remoteAudio(remote, 'outbound').filter(sender => sender['localId'] === inbound['id'])
  const sent = senders.length === 1 ? reportedNumber(asObject(senders[0]), 'packetsSent') : null
  return sent !== null && sent > 0 ? Math.max((sent - received) / sent, 0) : lost / (received + lost)
}

/** The first round-trip time that the other side's reports hold, ms; 0 without any. */
function roundTripMs(remote: JsonObject): number {
  const times = remoteAudio(remote, 'inbound').map(receiver => reportedNumber(receiver, 'roundTripTime'))
  return (times.find(time => time !== null) ?? 0) * 1000
}

/** Mean time in the jitter buffer since the start of the stream, ms; 0 when not reported. */
function jitterBufferMs(inbound: JsonObject): number {
  const delay = reportedNumber(inbound, 'jitterBufferDelay')
  const count = reportedNumber(inbound, 'jitterBufferEmittedCount')
  return delay !== null && count !== null && count > 0 ? (delay / count) * 1000 : 0
}

/** Equipment impairment Ie, by the `bitrate` that the SDK computes, bit/s. */
function equipmentImpairment(inbound: JsonObject): number {
  const bitrate = reportedNumber(inbound, 'bitrate')
  return bitrate !== null && bitrate > 0 ? Math.min(Math.max(55 - 4.6 * Math.log(bitrate), 0), 30) : 6
}

/**
 * `emos`: the number that PeerMetrics has always given to heard audio, 1 to 5, rounded to 2 places; null without packets.
 *
 * Kept as it is (`domain-rules.md`, eMOS) only so that the old number stays the old number: it counts from the start of
 * the call and takes the loss as a fraction where the E-model expects per cent, so that it does not hear packet loss.
 * Judgements rest on `audioScore`.
 * @param inbound an RTCInboundRtpStreamStats of kind audio
 * @param remote what the other side said (`remote` of the stats report)
 */
export function emos(inbound: JsonObject, remote: JsonObject): number | null {
  const loss = lossFraction(inbound, remote)
  if (loss === null) return null
  const delay = 20 + jitterBufferMs(inbound) + roundTripMs(remote) / 2
  const delayImpairment = 0.03 * delay + (delay > 150 ? 0.1 * (delay - 150) : 0)
  const ie = equipmentImpairment(inbound)
  const robustness = (reportedNumber(inbound, 'fecPacketsReceived') ?? 0) > 0 ? 20 : 10
  const lossImpairment = ie + ((100 - ie) * loss) / (loss + robustness)
  const score = ratingToMos(100 - lossImpairment - delayImpairment)
  return Math.min(Math.max(Math.round(score * 100) / 100, 1), 5)
}
