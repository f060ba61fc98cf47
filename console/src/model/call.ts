/** How a call, or a person's part in it, was judged. `unjudged`: there was nothing to judge. */
export type Quality = 'good' | 'fair' | 'poor' | 'bad' | 'unjudged'

export type Severity = 'error' | 'warning'

/** How a call went by its issues: what lists know before there is a verdict. */
export type Outcome = 'ongoing' | 'error' | 'warning' | 'success'

export interface Verdict {
  quality: Quality
  /** One sentence. */
  reason: string
  /** What the reason begins with: the code of an issue, `audio_score` or `video_score`; empty for none. */
  code: string
}

/** A call. Times are ms since the epoch. */
export interface Call {
  id: string
  appId: string
  externalId: string
  name: string
  createdAt: number
  /** First connection; undefined before that. */
  startedAt: number | undefined
  endedAt: number | undefined
  isOngoing: boolean
  /** Time spent in calls that ended, ms. */
  durationMs: number
}

/** A call as a list shows it. */
export interface CallRow {
  call: Call
  /** Undefined before it is judged, and where there is nothing to judge. */
  verdict: Verdict | undefined
  /** How it was for the participant whose calls are listed. */
  personVerdict: Verdict | undefined
  peopleCount: number
  /** The first few. */
  peopleNames: string[]
  /** The worst first, at most five. */
  issueCodes: string[]
  issueCodeCount: number
}

export interface Person {
  id: string
  externalId: string
  name: string
  isSfu: boolean
}

/** One presence of a person. */
export interface Session {
  id: string
  personId: string
  from: number
  to: number | undefined
  /** "Chrome 156"; empty when unknown. */
  browser: string
  operatingSystem: string
  /** "Berlin, DE"; empty when unknown. */
  place: string
  appVersion: string
}

export type ConnectionState = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed'

export interface Connection {
  id: string
  sessionId: string
  personId: string
  peerId: string
  from: number
  to: number | undefined
  state: ConnectionState | undefined
  /** Path of the media; undefined while unknown. */
  path: 'direct' | 'relayed' | undefined
  isTcp: boolean
}

/** What an issue rests on, as far as it tells. */
export interface Evidence {
  worst: number | undefined
  typical: number | undefined
  /** What was crossed. */
  threshold: number | undefined
  samples: number | undefined
  /** Of `worst`, `typical` and `threshold`; empty for a plain number. */
  unit: string
  /** Codes of the issues that it came of, the likeliest first. */
  causedBy: string[]
  /** What else came with it, such as the name of an error. */
  facts: [name: string, value: string][]
}

export type TrackKind = 'audio' | 'video'

/** Something that is sent or received over a connection. */
export interface Track {
  id: string
  kind: TrackKind | undefined
  direction: 'inbound' | 'outbound' | undefined
}

export interface Issue {
  id: string
  code: string
  severity: Severity
  title: string
  explanation: string
  personId: string | undefined
  sessionId: string | undefined
  connectionId: string | undefined
  trackId: string | undefined
  /** Medium of the track; undefined while unknown. */
  trackKind: TrackKind | undefined
  /** When it was raised. */
  at: number
  /** When it began; undefined for an issue about a moment. */
  from: number | undefined
  /** When it was over; undefined for an issue about a moment, and while it lasts. */
  to: number | undefined
  evidence: Evidence
}

export type EventCategory = 'browser' | 'getUserMedia' | 'connection' | 'track' | 'stats' | 'unknown'

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

/** Something that a session reported. */
export interface CallEvent {
  id: string
  category: EventCategory
  type: string
  at: number
  personId: string
  sessionId: string | undefined
  peerId: string | undefined
  connectionId: string | undefined
  /** Of what is large the short members only, unless the event was asked for by itself. */
  data: Json | undefined
}

/** How scores of 1 to 5 were spread over the time that was scored. */
export interface ScoreSpread {
  median: number
  worstTenth: number
  /** Share of the time under 3.5, 0 to 1. */
  lowShare: number
  measuredSeconds: number
}

export interface PersonVerdict {
  personId: string
  verdict: Verdict | undefined
  audio: ScoreSpread | undefined
  video: ScoreSpread | undefined
}

/** How far the judgement of a call has come. */
export type Judgement =
  | {
      progress: 'ongoing'
      /** How it was so far; undefined while there is nothing to judge. */
      verdict: Verdict | undefined
      people: PersonVerdict[]
    }
  | { progress: 'building' }
  | { progress: 'done'; verdict: Verdict | undefined; people: PersonVerdict[] }
