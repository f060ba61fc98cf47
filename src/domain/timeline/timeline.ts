/** Kinds of spans. */
export type SpanKind =
  | 'presence'
  | 'hidden'
  | 'muted'
  | 'userMedia'
  | 'negotiation'
  | 'connectionState'
  | 'iceState'
  | 'noReports'
  | 'finding'

/** Kinds of marks, which have a moment and no duration. */
export type MarkKind = 'customEvent' | 'deviceChange' | 'candidateError' | 'pairChange' | 'issue'

/** Something that lasted. */
export interface Span {
  kind: SpanKind
  /** ms since the epoch; null while it lasts. */
  from: number
  to: number | null
  /** Name of a state, code of a finding; empty when there is nothing more to say. */
  state: string
  severity?: 'error' | 'warning'
  /** Of the event that began it. */
  eventId?: string
  issueId?: string
}

/** Something that happened. */
export interface Mark {
  kind: MarkKind
  /** ms since the epoch. */
  at: number
  label: string
  /** Number of merged marks. */
  count: number
  severity?: 'error' | 'warning'
  eventId?: string
  issueId?: string
}

/** One row of a timeline. */
export interface Lane {
  kind: 'conference' | 'session' | 'connection' | 'track'
  participantId: string
  sessionId: string
  connectionId: string
  trackId: string
  /** By start. */
  spans: Span[]
  /** In order of time. */
  marks: Mark[]
}

export interface Timeline {
  lanes: Lane[]
  omittedLaneCount: number
}
