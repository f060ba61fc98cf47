import type { TrackKind } from '../call/track.ts'
import type { FindingCode } from '../issues/codes.ts'
import type { RelayProtocol } from '../stats/candidate-pair.ts'

/** Possible cause of a finding: another finding, or an issue that a connection state or the end of a session raises. */
export type Cause = FindingCode | 'connection_disconnected' | 'connection_failed' | 'left_abruptly'

/** Measurements while a finding held. */
interface FindingData {
  worst: number | null
  /** Median. */
  typical: number | null
  /** Intervals that held, or 1 for what one event told. */
  samples: number
  /** Of `worst`, `typical` and `threshold`; empty for a plain number. */
  unit: string
  /** The line that was crossed; absent when there is no single one. */
  threshold?: number
  /** Of the track that it is about; absent when it is about none. */
  kind?: TrackKind
  /** Protocol to the TURN server; absent for UDP, without one, and where it makes no difference. */
  relayProtocol?: RelayProtocol
  /** Present when it is a consequence of something else, the likeliest cause first. */
  causedBy?: Cause[]
  /** Ids of the participants who have such a cause, where it is not the one of the finding; by cause. */
  causedAt?: Record<string, string>
}

/** One episode of trouble: one code about one subject, from when its rule began to hold until it stopped. */
export interface Finding {
  code: FindingCode
  type: 'error' | 'warning'
  /** Stable key of what it is about: a connection, one of its streams, or a track of a session. */
  subject: string
  sessionId: string
  participantId: string
  connectionId: string | null
  /** The participant at the other end of the connection. */
  peerId: string | null
  trackIdentifier: string | null
  /** Start of the first interval that held, ms since the epoch. Never changes once raised: with code and subject, a key. */
  startedAt: number
  /** End of the last interval that held; null while the episode lasts. */
  endedAt: number | null
  data: FindingData
}
