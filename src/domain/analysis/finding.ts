import type { FindingCode } from '../issues/codes.ts'

/** What a finding may come of: another finding, or an issue that a connection state raises. */
export type Cause = FindingCode | 'connection_disconnected' | 'connection_failed'

/** What was measured while a finding held. */
interface FindingData {
  worst: number | null
  /** Median. */
  typical: number | null
  /** Intervals that held, or 1 for what one event told. */
  samples: number
  /** Of `worst` and `typical`; empty for a plain number. */
  unit: string
  /** Present when it is a consequence of something else, the likeliest cause first. */
  causedBy?: Cause[]
}

/** One spell of trouble: one code about one subject, from when its rule began to hold until it stopped. */
export interface Finding {
  code: FindingCode
  type: 'error' | 'warning'
  /** Stable key of what it is about: a connection, one of its streams, or a track of a session. */
  subject: string
  sessionId: string
  participantId: string
  connectionId: string | null
  trackIdentifier: string | null
  /** Start of the first interval that held, ms since the epoch. Never changes once raised: with code and subject, a key. */
  startedAt: number
  /** End of the last interval that held; null while the spell lasts. */
  endedAt: number | null
  data: FindingData
}
