import type { MomentCode } from './codes.ts'

/** Facts about a session at its end. */
export interface SessionRecord {
  /** Calls of getUserMedia (events with `constraints`), and failures among them (events with `error`). */
  mediaRequests: number
  mediaFailures: number
  connections: readonly { established: boolean; endPresumed: boolean }[]
  /** Its page never said that it left, or not for good. */
  endPresumed: boolean
  endTime?: Date | null
  /** Latest `beforeunload`. */
  leavingAt?: Date | null
}

/** Issues that the end of a session brings to light. */
export function sessionEndIssues({
  mediaRequests,
  mediaFailures,
  connections,
  endPresumed,
  endTime,
  leavingAt,
}: SessionRecord): MomentCode[] {
  const issues: MomentCode[] = []
  if (mediaRequests > 0 && mediaFailures >= mediaRequests) issues.push('no_media_access')
  if (connections.length > 0 && !connections.some(connection => connection.established)) issues.push('no_connection')
  const saidGoodbye = Boolean(leavingAt) && leavingAt?.getTime() === endTime?.getTime()
  const wasCutOff = endPresumed && !saidGoodbye && connections.some(connection => connection.endPresumed)
  if (wasCutOff) issues.push('left_abruptly')
  return issues
}

/** The issues of {@link sessionEndIssues}: each is there or not, whatever came last. */
export const sessionEndCodes: readonly MomentCode[] = ['no_media_access', 'no_connection', 'left_abruptly']

/** A session has ended when its page said so, or when all its connections are over. */
export const hasEnded = (
  session: { endTime?: Date | null | undefined; callStart?: Date | null | undefined },
  connectionCount: number,
): boolean => Boolean(session.endTime) || (connectionCount > 0 && !session.callStart)
