import { flowsDuring } from '../../stats/flow.ts'
import type { StreamInterval } from '../../stats/stream-interval.ts'
import type { RaiseRuleOf } from '../episodes/raise-rule.ts'
import { hasArrived, isDown } from '../state/connection-facts.ts'
import { wasOnDuring } from '../state/flag.ts'
import { type StreamDetector, type StreamDetectorContext, well } from './detector.ts'

const inARow: RaiseRuleOf = ({ noMediaSeconds }) => ({ unbrokenSeconds: noMediaSeconds })

/**
 * By the sender's own reports of that time; null without any. Padding, of which a sender without media sends some, is none;
 * reports from before a sender left say nothing of the time after.
 */
function senderSends(interval: StreamInterval, { peer, periodMs, peerHasLeft }: StreamDetectorContext): boolean | null {
  const { start, end } = interval
  const flow = flowsDuring(peer?.stream.flows ?? [], start - periodMs, end).at(-1)
  const amount = flow?.frames ?? flow?.bytes ?? flow?.packets ?? null
  if (flow && flow.end <= start && peerHasLeft()) return null
  return amount === null ? null : amount > 0
}

/** Announced by the user, or by the track itself. */
function isMuted({ start, end, stream }: StreamInterval, { session, peer }: StreamDetectorContext): boolean {
  const track = session.tracks.get(stream.trackIdentifier ?? '')
  if (track && wasOnDuring(track.muted, start, end)) return true
  return stream.kind === 'audio' && peer !== null && wasOnDuring(peer.session.microphoneMuted, start, end)
}

/** Nothing at all comes over the connection, of whatever stream, not even answers to connectivity checks. */
function isCutOff({ connection, pair, intervals }: StreamDetectorContext): boolean {
  const streamsAreSilent = intervals.every(({ rtp }) => (rtp.bytesReceived ?? 0) === 0)
  if (!pair) return streamsAreSilent && isDown(connection)
  const { bytesReceived, responsesReceived, requestsReceived } = pair.deltas
  return streamsAreSilent && [bytesReceived, responsesReceived, requestsReceived].every(amount => amount === 0)
}

/**
 * Whether media should have come: the sender says that it sends, else RTCP says so, else it did come before and the whole
 * connection has fallen silent although nobody left. Null when nothing tells.
 */
function isExpected(interval: StreamInterval, context: StreamDetectorContext): boolean | null {
  const sends = senderSends(interval, context)
  if (sends !== null) return sends
  if (isMuted(interval, context) || context.peerHasLeft()) return false
  const packetsSent = interval.remote?.deltas.packetsSent
  if (packetsSent !== undefined) return packetsSent > 0
  return context.facts.hadBytes && isCutOff(context) ? true : null
}

/** Not a byte of a stream that is sent, for 15 s. Its value is how long nothing came. */
export const noInboundMedia: StreamDetector = {
  code: 'no_inbound_media',
  unit: 's',
  worse: 'high',
  raiseRule: inARow,
  streams: ['inbound-audio', 'inbound-video'],
  judge(interval, context) {
    const { bytesReceived } = interval.rtp
    if (bytesReceived === undefined || !hasArrived(context.connection, interval.stream.kind)) return null
    if (bytesReceived > 0) return well(0)
    const isMissing = isExpected(interval, context)
    if (isMissing === null) return null
    return isMissing ? { value: (interval.end - context.facts.lastBytesAt) / 1000, holds: true, clear: false } : well(0)
  },
}
