import type { TrackDirection, TrackInfo, TrackKind } from '../call/track.ts'
import type { Signaling } from '../signaling/signaling.ts'
import type { CandidateType } from '../stats/candidate-pair.ts'
import type { ReportReceipt } from '../stats/repeated-report.ts'

/*
 * The rows of a call with what events change of them, and what the rules need to know for it.
 */

export interface ConferenceRow {
  id: string
  startTime: Date | null
  callStart: Date | null
  endTime: Date | null
  sweptAt: Date | null
  ongoing: boolean
  duration: number
}

export interface SessionRow {
  id: string
  app: string
  conference: string
  participant: string
  createdAt: Date
  callStart: Date | null
  endTime: Date | null
  endPresumed: boolean
  /** Latest `beforeunload`. */
  leavingAt: Date | null
  duration: number
  receipts: readonly ReportReceipt[]
  activeSeconds: Record<string, number>
  mediaRequests: number
  mediaFailures: number
}

/** State and negotiations are derived from `signaling` and the end. */
export interface ConnectionRow {
  id: string
  app: string
  session: string
  conference: string
  participant: string
  type: CandidateType | null
  signaling: Signaling
  tcpDetected: boolean
  relayDetected: boolean
  established: boolean
  startTime: Date
  endTime: Date | null
  endPresumed: boolean
  duration: number
}

export interface TrackRow {
  id: string
  app: string
  session: string
  connection: string | null
  kind: TrackKind | null
  direction: TrackDirection
  trackId: string
  label: string | null
  info: TrackInfo
  createdAt: Date
}
