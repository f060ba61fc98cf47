/**
 * Something a page reported, remembered for a while: the SDK repeats `/tracks` and endings for 63 s when it saw no
 * answer, although the first try may have been stored.
 */
export interface ReportReceipt {
  /** Id of the stored event. */
  id: string
  /** Subject of the report: a track, or the session itself. */
  subject: string
  /** Digest of name and content. */
  digest: string
  /** Event time, ms since the epoch. */
  at: number
}

/** The SDK tries for 63 s; its event times for one thing differ by no more than that. */
const REPEAT_WINDOW_MS = 70_000

/** Most receipts kept per session: more than a page has tracks and endings in the window. */
const MAX_RECEIPTS = 256

/**
 * The stored report that this one says again: the same content about the same subject, close in time, with nothing else
 * about that subject in between (`mute`, `unmute`, `mute` are three events).
 */
export function findRepeated(receipts: readonly ReportReceipt[], report: ReportReceipt): ReportReceipt | undefined {
  const sameSubject = receipts.filter(receipt => receipt.subject === report.subject)
  return sameSubject.find(receipt => {
    if (receipt.digest !== report.digest || Math.abs(receipt.at - report.at) > REPEAT_WINDOW_MS) return false
    const from = Math.min(receipt.at, report.at)
    const to = Math.max(receipt.at, report.at)
    return !sameSubject.some(other => other.digest !== report.digest && other.at > from && other.at < to)
  })
}

/** Whether something that happened later about the same subject was stored already: a late report changes nothing then. */
export const isSuperseded = (receipts: readonly ReportReceipt[], report: ReportReceipt): boolean =>
  receipts.some(receipt => receipt.subject === report.subject && receipt.at > report.at)

/** The receipts with one more; those that no repetition can mean any more are dropped. */
export function withReceipt(receipts: readonly ReportReceipt[], report: ReportReceipt): ReportReceipt[] {
  const newest = Math.max(report.at, ...receipts.map(receipt => receipt.at))
  return [...receipts, report].filter(receipt => receipt.at >= newest - 2 * REPEAT_WINDOW_MS).slice(-MAX_RECEIPTS)
}
