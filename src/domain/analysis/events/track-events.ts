import { trackKinds } from '../../call/track.ts'
import { asObject, asString } from '../../values/json.ts'
import type { CallEvent } from '../call-event.ts'
import type { AnalysisState } from '../state/analysis-state.ts'
import { keepTrack } from '../state/bounds.ts'
import { setFlag } from '../state/flag.ts'
import type { SessionFacts } from '../state/session-facts.ts'
import { newTrack, type TrackFacts } from '../state/track-facts.ts'

/** Takes in what happened to a track of a session, own or received; other events change nothing. */
export function takeTrackEvent(
  state: AnalysisState,
  session: SessionFacts,
  { type, at, data, trackIdentifier, connectionId }: CallEvent,
): void {
  if (trackIdentifier === null) return
  if (type === 'ontrack') {
    const kind = trackKinds.find(known => known === asString(asObject(data)['kind'])) ?? null
    noteReceived(state, session, trackIdentifier, { ...newTrack(kind, false, at), receivedOver: connectionId })
  }
  const track = session.tracks.get(trackIdentifier)
  if (type === 'mute' || type === 'unmute') noteMuted(state, session, trackIdentifier, type === 'mute', at)
  else if (type === 'ended' && track) noteEnded(track, asObject(data)['check'] === 'readyState', at)
}

function noteReceived(state: AnalysisState, session: SessionFacts, id: string, track: TrackFacts): void {
  if (!session.tracks.has(id)) keepTrack(state, session, id, track)
}

function noteMuted(state: AnalysisState, session: SessionFacts, id: string, muted: boolean, at: number): void {
  const track = session.tracks.get(id) ?? newTrack(null, false, at)
  track.muted = setFlag(track.muted, muted, at)
  track.arrived ||= !muted
  keepTrack(state, session, id, track)
}

/**
 * @param found the page found the track stopped, without an event of its own: W3C mediacapture-streams fires `ended` for
 *   every end but stop(), so it was the application
 */
function noteEnded(track: TrackFacts, found: boolean, at: number): void {
  track.ended ??= { at, byApplication: found, deviceGone: false, outcome: null }
}
