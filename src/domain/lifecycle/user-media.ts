import { describeUserMediaTrack, type TrackDescription, trackKinds } from '../call/track.ts'
import { asArray, asObject, type JsonValue } from '../values/json.ts'
import type { CallDraft, Reporter } from './call-draft.ts'

const hasValue = (value: JsonValue | undefined) => value !== undefined && value !== null

/** Whether data of a getUserMedia event tells of a call: that it was made, the tracks that it gave, or its error. */
export function isUserMediaOutcome(data: JsonValue): boolean {
  const { constraints, error } = asObject(data)
  return hasValue(constraints) || hasValue(error) || userMediaTracks(data).length > 0
}

/** @throws DomainError invalid_parameters for a track of an unknown kind */
export const userMediaTracks = (data: JsonValue): TrackDescription[] =>
  trackKinds.flatMap(kind => asArray(asObject(data)[kind]).flatMap(track => describeUserMediaTrack(track, kind) ?? []))

/** Counts a call of getUserMedia: whether all of them failed shows at the end of the session. */
export function countUserMedia(draft: CallDraft, reporter: Reporter, data: JsonValue, at: Date): void {
  const session = draft.session(reporter.sessionId)
  const { constraints, error } = asObject(data)
  if (hasValue(constraints)) session.mediaRequests += 1
  if (hasValue(error)) {
    session.mediaFailures += 1
    draft.issues.push({ ...reporter, connectionId: null, code: 'getusermedia_error', at, data: error ?? null })
  }
  draft.changedSessions.add(session)
  draft.judged.add(session)
}
