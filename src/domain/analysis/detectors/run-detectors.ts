import type { StreamInterval } from '../../stats/stream-interval.ts'
import type { IssueKey, Sample } from '../episodes/episode.ts'
import { isOpen, observe, withdraw } from '../episodes/episodes.ts'
import { type AnalysisState, peerStream } from '../state/analysis-state.ts'
import type { Thresholds } from '../thresholds.ts'
import type { ConnectionDetector, DetectorContext, Evaluation } from './detector.ts'
import { connectionDetectors, detectorsOf } from './registry.ts'

/** Settings of an app's rules. */
export interface RuleSettings {
  thresholds: Thresholds
  /** Report period of each connection, ms. */
  periodMs: number
  /** Participants that are SFUs. */
  sfus: ReadonlySet<string>
}

/** Asks every rule about a connection. @param at end of the interval, event time, ms since the epoch */
export function judgeConnection(state: AnalysisState, context: DetectorContext, at: number): void {
  const { connection, pair, intervals, periodMs } = context
  const span = { start: pair?.start ?? intervals[0]?.start ?? at - periodMs, end: at }
  const topic = { subject: connection.id, trackIdentifier: null, kind: null }
  for (const detector of connectionDetectors) {
    const verdict = detector.judge(pair, context)
    if (verdict) note(state, detector, topic, { ...span, ...verdict }, context)
  }
}

/** Asks every rule about a stream. */
export function judgeStream(state: AnalysisState, interval: StreamInterval, context: DetectorContext): void {
  const { connection } = context
  const { stream, start, end } = interval
  const facts = connection.streams.get(stream.key)
  if (!facts) return
  const streamScene = { ...context, facts, peer: peerStream(state, connection, stream.key) }
  for (const detector of detectorsOf[stream.type]) {
    if (detector.ofPeople && context.sfus.has(connection.participantId)) continue
    const verdict = detector.judge(interval, streamScene)
    if (!verdict) continue
    const subject = detector.subject?.(interval, streamScene) ?? `${connection.id}/${stream.key}`
    note(
      state,
      detector,
      { subject, trackIdentifier: stream.trackIdentifier, kind: stream.kind },
      { start, end, ...verdict },
      context,
    )
  }
}

/** Takes in what a rule says of one interval. */
export function note(
  state: AnalysisState,
  { code, unit, worse, raiseRule, suppressedBy }: Omit<ConnectionDetector, 'judge'>,
  topic: Pick<IssueKey, 'subject' | 'trackIdentifier' | 'kind'>,
  { refutes, ...mark }: Sample & Pick<Evaluation, 'refutes'>,
  { connection, thresholds, periodMs }: DetectorContext,
): void {
  const { id: connectionId, sessionId, participantId, peerId } = connection
  const about = { code, ...topic, sessionId, participantId, connectionId, peerId, unit, worse }
  if (refutes) {
    withdraw(state, about)
    return
  }
  const mayRaise = !suppressedBy || !isOpen(state, { code: suppressedBy, subject: topic.subject })
  observe(state, about, mark, { raiseRule, mayRaise, thresholds, periodMs })
}
