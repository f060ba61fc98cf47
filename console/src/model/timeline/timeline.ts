import type { Severity } from '../call.ts'

export type SpanKind =
  | 'presence'
  | 'hidden'
  | 'connecting'
  | 'connected'
  | 'disconnected'
  | 'failed'
  | 'negotiation'
  | Severity

/** Something that lasted. Times in ms since the call began. */
export interface Span {
  kind: SpanKind
  label: string
  from: number
  to: number
  /** Of a finding. */
  issueId?: string
}

/** Something that happened at one moment. */
export interface Mark {
  kind: 'custom' | 'device' | Severity
  label: string
  at: number
  issueId?: string
  eventId?: string
}

export type LaneKind = 'person' | 'connection' | 'findings'

/** One row. */
export interface Lane {
  key: string
  kind: LaneKind
  label: string
  personId: string | undefined
  spans: Span[]
  marks: Mark[]
}

export interface Timeline {
  /** Moment 0, ms since the epoch. */
  startedAt: number
  durationMs: number
  lanes: Lane[]
}
