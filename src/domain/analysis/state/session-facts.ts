import type { TrackKind } from '../../call/track.ts'
import type { BrowserClock } from './browser-clock.ts'
import { type Flag, off } from './flag.ts'
import type { TrackFacts } from './track-facts.ts'

/** Facts about one presence of a participant. Times are event times, ms since the epoch. */
export interface SessionFacts {
  id: string
  participantId: string
  clock: BrowserClock | null
  /** The user muted the microphone (custom events `mute` and `unmute`). */
  microphoneMuted: Flag
  /** The page is in the background. */
  hidden: Flag
  /** By MediaStreamTrack.id, own and received. */
  tracks: Map<string, TrackFacts>
  /** The page is about to be left, or was. */
  leavingAt: number | null
  /** First sign after the latest `beforeunload` that says that the person stayed; null without one. */
  stayedAt: number | null
  endedAt: number | null
  /** First and last sign of life; null before the first. */
  startedAt: number | null
  lastAt: number | null
}

export const newSession = (id: string, participantId: string): SessionFacts => ({
  id,
  participantId,
  clock: null,
  microphoneMuted: off,
  hidden: off,
  tracks: new Map(),
  leavingAt: null,
  stayedAt: null,
  endedAt: null,
  startedAt: null,
  lastAt: null,
})

/** Takes back that the page is about to be left when it goes on to report. */
export function noteStay(session: SessionFacts, at: number, periodMs: number): void {
  if (session.leavingAt === null || at <= session.leavingAt + periodMs) return
  session.stayedAt = at
  session.leavingAt = null
}

/** Own tracks of a kind, of which there may be none. */
export const ownTracks = ({ tracks }: SessionFacts, kind: TrackKind): [string, TrackFacts][] =>
  [...tracks].filter(([, track]) => track.own && track.kind === kind)
