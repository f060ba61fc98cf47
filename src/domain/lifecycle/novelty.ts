import { findRepeated, isSuperseded, type ReportReceipt, withReceipt } from '../stats/repeated-report.ts'
import type { CallDraft } from './call-draft.ts'

/** Relation of an event to earlier ones of its session. */
export interface Novelty {
  /** The event that it repeats. */
  repeated: ReportReceipt | undefined
  /** False for a repetition, and for what something later about the same subject has overtaken: it changes nothing. */
  isNew: boolean
}

/** @param isStored an event with its id is stored already */
export function noveltyOf(draft: CallDraft, sessionId: string, receipt: ReportReceipt, isStored: boolean): Novelty {
  const { receipts } = draft.session(sessionId)
  const repeated = findRepeated(receipts, receipt)
  return { repeated, isNew: !repeated && !isStored && !isSuperseded(receipts, receipt) }
}

/** Remembers an event, so that a repetition of it is recognised. */
export function remember(draft: CallDraft, sessionId: string, receipt: ReportReceipt): void {
  const session = draft.session(sessionId)
  session.receipts = withReceipt(session.receipts, receipt)
  draft.changedSessions.add(session)
}
