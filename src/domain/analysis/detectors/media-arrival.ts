import { type TrackKind, trackKinds } from '../../call/track.ts'
import type { ClosedIntervals } from '../../stats/connection-stats.ts'
import type { RaiseRuleOf } from '../episodes/raise-rule.ts'
import { type AnalysisState, otherEnds } from '../state/analysis-state.ts'
import { type ConnectionFacts, hasArrived, isDown } from '../state/connection-facts.ts'
import { type DetectorContext, type Evaluation, well } from './detector.ts'
import { note } from './run-detectors.ts'

const inARow: RaiseRuleOf = ({ noMediaSeconds }) => ({ unbrokenSeconds: noMediaSeconds })

const rule = { code: 'no_inbound_media', unit: 's', worse: 'high', raiseRule: inARow } as const

/**
 * Media that never arrives: not a byte of sound, or of picture, since the connection is up. There is no inbound-rtp entry
 * of it, as that exists only once a packet came, so what was negotiated is judged.
 *
 * Logic: the peer's reports say that it sends media of the kind over its connection to this page; or, where it does not
 * report (media servers), `ontrack` announced a track, and it is sent by somebody, or the connection carries other things.
 * Guards: `unmute` shows that media came; a peer whose bytes stand still sends nothing (mute, camera off), padding or not;
 * a connection that is not up, or a peer who has left, is another story.
 */
export function judgeArrival(state: AnalysisState, context: DetectorContext, { at }: ClosedIntervals): void {
  const { connection, sfus } = context
  const { connectedAt } = connection
  if (connectedAt === null || sfus.has(connection.participantId)) return
  for (const kind of trackKinds) {
    const announced = announcedTrack(context, kind)
    const since = Math.max(connectedAt, announced?.knownAt ?? 0)
    const start = Math.max(connection.arrivalJudgedAt[kind] ?? since, since)
    const evaluation = start < at ? evaluate(state, context, kind, { announced: Boolean(announced), since, at }) : null
    if (evaluation) connection.arrivalJudgedAt[kind] = at
    const topic = { subject: `${connection.id}/inbound-${kind}`, trackIdentifier: announced?.id ?? null, kind }
    if (evaluation) note(state, rule, topic, { start, end: at, ...evaluation }, context)
  }
}

function evaluate(
  state: AnalysisState,
  context: DetectorContext,
  kind: TrackKind,
  { announced, since, at }: { announced: boolean; since: number; at: number },
): Evaluation | null {
  const { connection } = context
  if (hasArrived(connection, kind)) return well(0)
  if (isDown(connection) || context.peerHasLeft()) return null
  const isSent =
    sentByPeer(state, connection, kind, at - 2 * context.periodMs) ??
    (announced ? sentAtAll(state, context, kind, at) : null)
  if (isSent === null) return null
  return isSent ? { value: (at - since) / 1000, holds: true, clear: false } : well(0)
}

/** The first received track of a kind that was announced and has shown no media. */
function announcedTrack({ session, connection }: DetectorContext, kind: TrackKind) {
  for (const [id, track] of session.tracks) {
    const isOfThis = track.receivedOver === connection.id && track.kind === kind && track.ended === null
    if (isOfThis && !track.arrived) return { id, knownAt: track.knownAt }
  }
  return undefined
}

/** Whether some connections have sent media of a kind since a moment; null when their reports do not tell. */
function sentBy(connections: readonly ConnectionFacts[], kind: TrackKind, since: number): boolean | null {
  const reporting = connections.filter(({ reportedAt }) => reportedAt !== null && reportedAt > since)
  const sent = reporting
    .flatMap(({ streams }) => [...streams.values()])
    .filter(({ last, lastAt }) => last.type === `outbound-${kind}` && lastAt > since)
  const flows = sent.map(stream => stream.flows.at(-1)).filter(flow => flow !== undefined)
  if (flows.length === 0) return reporting.length > 0 && sent.length === 0 ? false : null
  return flows.some(({ frames, bytes, packets }) => (frames ?? bytes ?? packets ?? 0) > 0)
}

/** By the other end of the connection. */
const sentByPeer = (state: AnalysisState, connection: ConnectionFacts, kind: TrackKind, since: number) =>
  sentBy(otherEnds(state, connection), kind, since)

/** To a media server: by anybody else who reports; else what was announced is taken to be sent while the connection lives. */
function sentAtAll(
  state: AnalysisState,
  { connection, pair, periodMs }: DetectorContext,
  kind: TrackKind,
  at: number,
): boolean | null {
  const others = [...state.connections.values()].filter(
    ({ participantId, peerId }) => participantId !== connection.participantId && peerId === connection.peerId,
  )
  const isAlive = (pair?.deltas.bytesReceived ?? 0) > 0 || (pair?.deltas.responsesReceived ?? 0) > 0
  return sentBy(others, kind, at - 2 * periodMs) ?? (isAlive ? true : null)
}
