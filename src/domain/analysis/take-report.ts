import { type Report, readReport } from '../stats/report.ts'
import type { CallEvent } from './call-event.ts'
import { judgeConnection, judgeStream, type Rules } from './detectors/judge.ts'
import { judgeDeviceLoss } from './events/device-loss.ts'
import { noteSources } from './events/note-sources.ts'
import { forgetFaded, windowOf } from './spells/spell-book.ts'
import { advancePath, advanceStreams, noteEstablished } from './state/advance-connection.ts'
import { type AnalysisState, peerHasLeft } from './state/analysis-state.ts'
import { placeReport } from './state/browser-clock.ts'
import type { ConnectionFacts } from './state/connection-facts.ts'
import type { SessionFacts } from './state/session-facts.ts'

/** Takes in a stats report of a connection: what it closes is judged by every rule. */
export function takeReport(
  state: AnalysisState,
  session: SessionFacts,
  connection: ConnectionFacts,
  event: CallEvent,
  rules: Rules,
): void {
  const report = connection.endedAt === null ? readReport(event.data) : null
  if (!report) return
  const { periodMs, thresholds, sfus } = rules
  const at = timeOf(report, session, event, periodMs)
  noteSources(state, session, connection, report, { at, periodMs })
  const intervals = advanceStreams(connection, report, { at, periodMs })
  for (const { key } of report.streams) state.owners.set(key, connection.id)
  const { pair, isNew } = advancePath(connection, report, { at, periodMs })
  noteEstablished(connection, report, at)
  if (intervals.length > 0 || isNew) {
    const scene = { ...rules, session, connection, report, pair, intervals }
    const around = { ...scene, peerHasLeft: () => peerHasLeft(state, connection) }
    judgeConnection(state, around, at)
    for (const interval of intervals) judgeStream(state, interval, around)
    if (!sfus.has(connection.participantId)) judgeDeviceLoss(state, session, connection, report, { at, periodMs })
  }
  forgetFaded(state, connection.id, at, windowOf(thresholds, periodMs))
}

/** When a report was taken, in event time. A page that goes on reporting was not left after all. */
function timeOf({ timestamp }: Report, session: SessionFacts, event: CallEvent, periodMs: number): number {
  const { placedAt, clock } = placeReport(session.clock, timestamp, event.at)
  session.clock = clock
  if (session.leavingAt !== null && placedAt > session.leavingAt + periodMs) session.leavingAt = null
  return placedAt
}
