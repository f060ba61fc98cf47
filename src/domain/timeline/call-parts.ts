import type { Negotiation } from '../signaling/negotiation.ts'
import type { CandidateType } from '../stats/candidate-pair.ts'

/** Session of a timeline. Times are ms since the epoch; null: not yet. */
export interface SessionPart {
  id: string
  participantId: string
  from: number
  to: number | null
}

export interface ConnectionPart {
  id: string
  sessionId: string
  participantId: string
  from: number
  to: number | null
  negotiations: readonly Negotiation[]
}

export interface TrackPart {
  id: string
  sessionId: string
  /** Null before one was seen to carry it. */
  connectionId: string | null
  direction: 'inbound' | 'outbound'
  from: number
}

export interface IssuePart {
  id: string
  code: string
  severity: 'error' | 'warning'
  participantId: string | null
  sessionId: string | null
  connectionId: string | null
  trackId: string | null
  /** When it was raised. */
  at: number
  /** Of a finding that lasts; null for a moment. */
  from: number | null
  to: number | null
}

/** An event, without what a timeline does not show. */
export interface EventPart {
  id: string
  at: number
  type: string
  sessionId: string
  connectionId: string | null
  trackId: string | null
  /** The word of its data that matters: a state, the name of a custom event, whether a page is hidden. */
  detail: string | null
}

/** When a connection was reported. */
export interface ReportTimes {
  connectionId: string
  first: number
  last: number
  /** Times without a report in between that are too long for an interval. */
  gaps: readonly { from: number; to: number }[]
}

/** A candidate pair that a connection came to use. */
export interface PairPart {
  connectionId: string
  id: string
  eventId: string
  localType: CandidateType | null
  from: number
}

/** All of a call that its timeline is made of. */
export interface CallParts {
  sessions: readonly SessionPart[]
  connections: readonly ConnectionPart[]
  tracks: readonly TrackPart[]
  issues: readonly IssuePart[]
  /** In order of time. */
  events: readonly EventPart[]
  /** Null when they are not known any more. */
  reports: readonly ReportTimes[] | null
  /** In order of time. */
  pairs: readonly PairPart[]
  /** Longest time between two reports that is no gap, ms. */
  longestIntervalMs: number
  /** End of the call, or now while it goes on. */
  end: number
  ongoing: boolean
}
