import { type ClosedIntervals, closeIntervals } from '../stats/connection-stats.ts'
import { type Report, readReport } from '../stats/report.ts'
import type { CallEvent } from './call-event.ts'
import type { DetectorContext } from './detectors/detector.ts'
import { judgeArrival } from './detectors/media-arrival.ts'
import { judgeConnection, judgeStream, type RuleSettings } from './detectors/run-detectors.ts'
import { expireEpisodes, windowOf } from './episodes/episodes.ts'
import { judgeDeviceLoss } from './events/device-loss.ts'
import { noteSources } from './events/note-sources.ts'
import { noteMedia } from './outages/note-media.ts'
import { type AnalysisState, peerHasLeft } from './state/analysis-state.ts'
import { forgetStreams, withinBounds } from './state/bounds.ts'
import { placeReport } from './state/browser-clock.ts'
import type { ConnectionFacts } from './state/connection-facts.ts'
import { noteEstablished, notePath } from './state/note-path.ts'
import { noteStay, type SessionFacts } from './state/session-facts.ts'

/**
 * Takes in a stats report of a connection: what it closes is judged by every rule.
 * @returns what it closes; null for a report that says nothing, or of a connection that is over
 */
export function takeReport(
  state: AnalysisState,
  session: SessionFacts,
  connection: ConnectionFacts,
  event: CallEvent,
  rules: RuleSettings,
): ClosedIntervals | null {
  const taken = event.at - (session.clock?.offsetMs ?? 0)
  const whole = connection.endedAt === null ? readReport(event.data, taken) : null
  if (!whole) return null
  const report = withinBounds(state, connection, whole)
  const { periodMs, thresholds } = rules
  const at = timeOf(report, session, event, periodMs)
  noteSources(state, session, connection, report, { at, periodMs })
  const closed = closeIntervals(connection, report, at, periodMs)
  for (const { key } of report.streams) state.owners.set(key, connection.id)
  for (const key of forgetStreams(state, connection, report)) {
    if (state.owners.get(key) === connection.id) state.owners.delete(key)
  }
  notePath(connection, closed)
  noteEstablished(connection, closed)
  judge(state, { ...rules, session, connection }, closed)
  expireEpisodes(state, connection.id, at, windowOf(thresholds, periodMs))
  return closed
}

type Around = Pick<DetectorContext, 'session' | 'connection'> & RuleSettings

function judge(state: AnalysisState, around: Around, closed: ClosedIntervals): void {
  const { at, report, streams: intervals, pair, pairChanged } = closed
  const { session, connection, periodMs, sfus } = around
  const context: DetectorContext = {
    ...around,
    report,
    pair,
    intervals,
    peerHasLeft: () => peerHasLeft(state, connection),
  }
  judgeArrival(state, context, closed)
  if (intervals.length === 0 && !pair && !pairChanged) return
  noteMedia(state, context, closed)
  judgeConnection(state, context, at)
  for (const interval of intervals) judgeStream(state, interval, context)
  if (!sfus.has(connection.participantId)) judgeDeviceLoss(state, session, connection, report, { at, periodMs })
}

/** When a report was taken, in event time. */
function timeOf({ timestamp }: Report, session: SessionFacts, event: CallEvent, periodMs: number): number {
  const { placedAt, clock } =
    timestamp === null ? { placedAt: event.at, clock: session.clock } : placeReport(session.clock, timestamp, event.at)
  session.clock = clock
  noteStay(session, placedAt, periodMs)
  return placedAt
}
