import type { StreamInterval } from '../../stats/stream-interval.ts'
import type { Mark } from '../spells/spell.ts'
import { isOpen, observe } from '../spells/spell-book.ts'
import { type AnalysisState, peerStream } from '../state/analysis-state.ts'
import type { Thresholds } from '../thresholds.ts'
import type { ConnectionDetector, Scene, StreamDetector } from './detector.ts'
import { connectionDetectors, detectorsOf } from './registry.ts'

/** What an app's rules are made of. */
export interface Rules {
  thresholds: Thresholds
  /** How often each connection is reported, ms. */
  periodMs: number
  /** Participants that are SFUs. */
  sfus: ReadonlySet<string>
}

/** Asks every rule about a connection. @param at end of the interval, event time, ms since the epoch */
export function judgeConnection(state: AnalysisState, scene: Scene, at: number): void {
  const { connection, pair, intervals, periodMs } = scene
  const span = { start: pair?.start ?? intervals[0]?.start ?? at - periodMs, end: at }
  const topic = { subject: connection.id, trackIdentifier: null }
  for (const detector of connectionDetectors) {
    const verdict = detector.judge(pair, scene)
    if (verdict) note(state, detector, topic, { ...span, ...verdict }, scene)
  }
}

/** Asks every rule about a stream. */
export function judgeStream(state: AnalysisState, interval: StreamInterval, scene: Scene): void {
  const { connection } = scene
  const { stream, start, end } = interval
  const facts = connection.streams.get(stream.key)
  if (!facts) return
  const streamScene = { ...scene, facts, peer: peerStream(state, connection, stream.key) }
  for (const detector of detectorsOf[stream.type]) {
    if (detector.ofPeople && scene.sfus.has(connection.participantId)) continue
    const verdict = detector.judge(interval, streamScene)
    if (!verdict) continue
    const subject = detector.subject?.(interval, streamScene) ?? `${connection.id}/${stream.key}`
    note(state, detector, { subject, trackIdentifier: stream.trackIdentifier }, { start, end, ...verdict }, scene)
  }
}

function note(
  state: AnalysisState,
  { code, unit, worse, life, yieldsTo }: StreamDetector | ConnectionDetector,
  { subject, trackIdentifier }: { subject: string; trackIdentifier: string | null },
  mark: Mark,
  { connection, thresholds, periodMs }: Scene,
): void {
  const { id: connectionId, sessionId, participantId } = connection
  const about = { code, subject, sessionId, participantId, connectionId, trackIdentifier, unit, worse }
  const mayRaise = !yieldsTo || !isOpen(state, { code: yieldsTo, subject })
  observe(state, about, mark, { life, mayRaise, thresholds, periodMs })
}
