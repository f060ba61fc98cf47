import type { Report } from '../../stats/report.ts'
import { type AnalysisState, sessionsOf } from '../state/analysis-state.ts'
import { keepTrack } from '../state/bounds.ts'
import type { ConnectionFacts } from '../state/connection-facts.ts'
import type { SessionFacts } from '../state/session-facts.ts'
import { newTrack, type TrackFacts } from '../state/track-facts.ts'

/** Notes which own tracks a connection sends, and which connection speaks for each. */
export function noteSources(
  state: AnalysisState,
  session: SessionFacts,
  connection: ConnectionFacts,
  report: Report,
  { at, periodMs }: { at: number; periodMs: number },
): void {
  for (const { direction, kind, trackIdentifier: id, key } of report.streams) {
    if (direction !== 'outbound' || id === null) continue
    const track = session.tracks.get(id) ?? takenOver(state, session, id, at) ?? newTrack(kind, true, at)
    keepTrack(state, session, id, track)
    track.kind ??= kind
    track.own = true
    track.sentAs = key
    const isFree = track.reporter === null || at - track.reportedAt > 3 * periodMs
    if (isFree) track.reporter = connection.id
    if (track.reporter === connection.id) track.reportedAt = at
  }
}

/**
 * A track that an earlier session of the same page captured, with what was told of it then: a second presence on a page
 * keeps the tracks of the page, and whether they are muted (field-notes 5).
 */
function takenOver(state: AnalysisState, session: SessionFacts, id: string, at: number): TrackFacts | null {
  for (const other of sessionsOf(state, session.participantId)) {
    const track = other === session ? undefined : other.tracks.get(id)
    if (!track) continue
    if (session.microphoneMuted.since === null) session.microphoneMuted = other.microphoneMuted
    return { ...track, knownAt: at, sentAs: null, reporter: null, ended: null }
  }
  return null
}
