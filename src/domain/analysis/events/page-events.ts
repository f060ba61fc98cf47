import { asArray, asObject, asString, type JsonObject } from '../../values/json.ts'
import type { CallEvent } from '../call-event.ts'
import { closeAll } from '../episodes/episodes.ts'
import type { AnalysisState } from '../state/analysis-state.ts'
import { keepTrack } from '../state/bounds.ts'
import { setFlag } from '../state/flag.ts'
import type { SessionFacts } from '../state/session-facts.ts'
import { capturedTracks } from '../state/track-facts.ts'
import { endConnection } from './connection-events.ts'
import { noteDevices } from './device-loss.ts'

/** Takes in what happened to the page of a session; other events change nothing. */
export function takePageEvent(state: AnalysisState, session: SessionFacts, { type, at, data }: CallEvent): void {
  const content = asObject(data)
  if (type === 'custom') takeCustomEvent(session, content, at)
  else if (type === 'tabFocus') takeFocus(session, content, at)
  else if (type === 'getUserMedia') takeCapture(state, session, content, at)
  else if (type === 'mediaDeviceChange') noteDevices(session, asArray(content['devices']), at)
  else if (type === 'beforeunload') session.leavingAt = Math.max(session.leavingAt ?? at, at)
  else if (type === 'unload' || type === 'endCall') endSession(state, session, at)
}

/** The application says by `mute` and `unmute` what its user did with the microphone. */
function takeCustomEvent(session: SessionFacts, data: JsonObject, at: number): void {
  const name = asString(data['eventName'])
  if (name === 'mute' || name === 'unmute')
    session.microphoneMuted = setFlag(session.microphoneMuted, name === 'mute', at)
}

/** `focus` is true of a page that was hidden (the SDK sends document.hidden). */
function takeFocus(session: SessionFacts, { focus }: JsonObject, at: number): void {
  if (typeof focus === 'boolean') session.hidden = setFlag(session.hidden, focus, at)
}

function takeCapture(state: AnalysisState, session: SessionFacts, data: JsonObject, at: number): void {
  for (const [id, track] of capturedTracks(data, at)) {
    const known = session.tracks.get(id)
    const { deviceId, screen } = track
    keepTrack(state, session, id, known ? { ...known, own: true, captured: true, deviceId, screen } : track)
  }
}

/** Ends a session with its connections and all that is under way about them. */
function endSession(state: AnalysisState, session: SessionFacts, at: number): void {
  session.endedAt ??= at
  for (const connection of state.connections.values()) {
    if (connection.sessionId === session.id) endConnection(state, connection, at)
  }
  closeAll(state, ({ sessionId }) => sessionId === session.id, at)
}
