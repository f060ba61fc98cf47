import type { Severity } from '../call.ts'

export type SpanKind =
  | 'presence'
  | 'hidden'
  | 'muted'
  | 'userMedia'
  | 'noReports'
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
  issueId?: string | undefined
  /** Of the event that began it. */
  eventId?: string | undefined
}

/** Something that happened at one moment. */
export interface Mark {
  kind: 'custom' | 'device' | 'path' | Severity
  label: string
  at: number
  /** How many it stands for. */
  count: number
  issueId?: string | undefined
  eventId?: string | undefined
}

export type LaneKind = 'person' | 'connection' | 'ice' | 'track' | 'findings'

/** One row. */
export interface Lane {
  key: string
  kind: LaneKind
  label: string
  personId: string | undefined
  /** Whether the rows below it are shown; undefined where there are none. */
  isOpen?: boolean | undefined
  /** By begin. */
  spans: Span[]
  /** In order of time. */
  marks: Mark[]
}

export interface Timeline {
  /** Moment 0, ms since the epoch. */
  startedAt: number
  /** Begin of the first thing known: people join before the call begins. */
  fromMs: number
  toMs: number
  lanes: Lane[]
}
