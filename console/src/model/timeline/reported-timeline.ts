import type { Severity } from '../call.ts'

/** What the server knows of the course of a call: rows of what lasted and of what happened. Times in ms since it began. */
export interface ReportedTimeline {
  /** Moment 0, ms since the epoch. */
  startedAt: number
  /** End of the call, or now while it goes on. */
  endMs: number
  /** Sessions in order of time, each followed by its connections, and those by their tracks. */
  lanes: ReportedLane[]
  /** Whether rows or events were left out of a call that has too many. */
  isPartial: boolean
}

export interface ReportedLane {
  kind: 'conference' | 'session' | 'connection' | 'track'
  /** Empty where it is about none. */
  personId: string
  sessionId: string
  connectionId: string
  trackId: string
  spans: ReportedSpan[]
  marks: ReportedMark[]
}

export interface ReportedSpan {
  kind:
    | 'presence'
    | 'hidden'
    | 'muted'
    | 'userMedia'
    | 'negotiation'
    | 'connectionState'
    | 'iceState'
    | 'noReports'
    | 'finding'
  from: number
  /** Undefined while it lasts. */
  to: number | undefined
  /** Name of a state, code of a finding. */
  state: string
  severity: Severity
  eventId: string | undefined
  issueId: string | undefined
}

export interface ReportedMark {
  kind: 'customEvent' | 'deviceChange' | 'candidateError' | 'pairChange' | 'issue'
  at: number
  label: string
  /** How many neighbours it stands for. */
  count: number
  severity: Severity
  eventId: string | undefined
  issueId: string | undefined
}
