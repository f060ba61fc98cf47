import type { Report } from '../../stats/report.ts'
import { asObject, asString, type JsonValue } from '../../values/json.ts'
import type { IssueKey } from '../episodes/episode.ts'
import { close, raise } from '../episodes/episodes.ts'
import type { AnalysisState } from '../state/analysis-state.ts'
import type { ConnectionFacts } from '../state/connection-facts.ts'
import { wasOnDuring } from '../state/flag.ts'
import { ownTracks, type SessionFacts } from '../state/session-facts.ts'
import type { TrackEnd, TrackFacts } from '../state/track-facts.ts'

/** Applications take the new device before or after they let go of the old one; within this time it is a replacement. */
const REPLACEMENT_MS = 10_000

/** Takes in which devices there are: the device of an ended track may be gone. */
export function noteDevices(session: SessionFacts, devices: readonly JsonValue[], at: number): void {
  const ids = new Set(devices.map(device => asString(asObject(device)['deviceId'])))
  for (const { ended, deviceId } of session.tracks.values()) {
    const isNear = ended !== null && Math.abs(ended.at - at) < REPLACEMENT_MS
    if (isNear && deviceId !== null && ids.size > 0) ended.deviceGone ||= !ids.has(deviceId)
  }
}

/**
 * `device_lost`: an own track that was sent has ended while the call goes on, and the application neither replaced it nor
 * stopped it on purpose. Judged with the reports that follow: until then it may be replaced yet, or the call be over.
 */
export function judgeDeviceLoss(
  state: AnalysisState,
  session: SessionFacts,
  connection: ConnectionFacts,
  report: Report,
  now: { at: number; periodMs: number },
): void {
  for (const [id, track] of session.tracks) {
    const { ended, reporter } = track
    if (!ended || ended.outcome === 'intended' || (reporter !== null && reporter !== connection.id)) continue
    const about = aboutTrack(session, connection, id)
    const isReplaced = wasReplaced(session, id, track, ended, report)
    if (ended.outcome === 'lost') {
      if (isReplaced) close(state, about, now.at)
      continue
    }
    ended.outcome = isReplaced ? 'intended' : outcomeOf(session, id, track, ended, report, now)
    if (ended.outcome === 'lost') raise(state, about, ended.at, null)
  }
}

const streamOf = (report: Report, { sentAs }: TrackFacts) => report.streams.find(({ key }) => key === sentAs)

/** Another source took its place in what is sent, or another of its kind was captured about then. */
function wasReplaced(session: SessionFacts, id: string, track: TrackFacts, ended: TrackEnd, report: Report): boolean {
  const now = streamOf(report, track)?.trackIdentifier ?? id
  const isCapturedAnew = ownTracks(session, track.kind ?? 'audio').some(
    ([other, { knownAt }]) => other !== id && knownAt > ended.at - REPLACEMENT_MS && knownAt > track.knownAt,
  )
  return now !== id || isCapturedAnew
}

/** Null while it cannot be told. */
function outcomeOf(
  session: SessionFacts,
  id: string,
  track: TrackFacts,
  ended: TrackEnd,
  report: Report,
  { at, periodMs }: { at: number; periodMs: number },
): TrackEnd['outcome'] {
  if (at < ended.at + periodMs) return null
  if (track.sentAs === null || track.screen || session.leavingAt !== null) return 'intended'
  if (!ended.byApplication || ended.deviceGone) return 'lost'
  // Who switches a device off takes it out of what is sent, or mutes it: a dead one left in place is nobody's wish.
  const isLeftInPlace = streamOf(report, track)?.trackIdentifier === id
  const isMuted = track.kind === 'audio' && wasOnDuring(session.microphoneMuted, ended.at - periodMs, at)
  if (!isLeftInPlace || isMuted) return 'intended'
  return at < ended.at + 2 * periodMs ? null : 'lost'
}

const aboutTrack = (session: SessionFacts, connection: ConnectionFacts, trackIdentifier: string): IssueKey => ({
  code: 'device_lost',
  subject: `${session.id}/${trackIdentifier}`,
  sessionId: session.id,
  participantId: session.participantId,
  connectionId: connection.id,
  peerId: connection.peerId,
  kind: session.tracks.get(trackIdentifier)?.kind ?? null,
  trackIdentifier,
  unit: '',
  worse: 'high',
})
