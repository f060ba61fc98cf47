import { trackKinds } from '../../call/track.ts'
import { asObject, asString } from '../../values/json.ts'
import type { CallEvent } from '../call-event.ts'
import { setFlag } from '../state/flag.ts'
import type { SessionFacts } from '../state/session-facts.ts'
import { newTrack, type TrackFacts } from '../state/track-facts.ts'

/** Takes in what happened to a track of a session, own or received; other events change nothing. */
export function takeTrackEvent(
  session: SessionFacts,
  { type, at, data, trackIdentifier, connectionId }: CallEvent,
): void {
  if (trackIdentifier === null) return
  if (type === 'ontrack') noteReceived(session, trackIdentifier, connectionId, asString(asObject(data)['kind']), at)
  const track = session.tracks.get(trackIdentifier)
  if (type === 'mute' || type === 'unmute') noteMuted(session, trackIdentifier, type === 'mute', at)
  else if (type === 'ended' && track) noteEnded(track, asObject(data)['check'] === 'readyState', at)
}

function noteReceived(session: SessionFacts, id: string, connectionId: string | null, kind: string | null, at: number) {
  if (session.tracks.has(id)) return
  const track = newTrack(trackKinds.find(known => known === kind) ?? null, false, at)
  session.tracks.set(id, { ...track, receivedOver: connectionId })
}

function noteMuted(session: SessionFacts, id: string, muted: boolean, at: number): void {
  const track = session.tracks.get(id) ?? newTrack(null, false, at)
  track.muted = setFlag(track.muted, muted, at)
  track.arrived ||= !muted
  session.tracks.set(id, track)
}

/**
 * @param found the page found the track stopped, without an event of its own: W3C mediacapture-streams fires `ended` for
 *   every end but stop(), so it was the application
 */
function noteEnded(track: TrackFacts, found: boolean, at: number): void {
  track.ended ??= { at, byApplication: found, deviceGone: false, outcome: null }
}
