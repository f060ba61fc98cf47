/**
 * Something a page reported, remembered for a while: the SDK repeats `/tracks` and endings for 63 s when it saw no
 * answer, although the first try may have been stored.
 */
export interface ReportReceipt {
  /** Id of the stored event. */
  id: string
  /** What the report is about: a track, or the session itself. */
  subject: string
  /** Digest of name and content. */
  digest: string
  /** Event time, ms since the epoch. */
  at: number
}

/** The SDK tries for 63 s; its event times for one thing differ by no more than that. */
export const REPEAT_WINDOW_MS = 70_000

/** Receipts kept per session; a page does not have more than this many reports in doubt at once. */
const MAX_RECEIPTS = 24

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

/** The receipts with one more, the oldest dropped. */
export const withReceipt = (receipts: readonly ReportReceipt[], report: ReportReceipt): ReportReceipt[] =>
  [...receipts, report].slice(-MAX_RECEIPTS)
