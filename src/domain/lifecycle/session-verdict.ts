import type { MomentCode } from '../issues/codes.ts'
import { hasEnded, sessionEndCodes, sessionEndIssues } from '../issues/session-issues.ts'
import type { ConnectionRow, SessionRow } from './call-rows.ts'

/** Facts about a connection that the issues of its session's end rest on. */
export type JudgedConnection = Pick<ConnectionRow, 'established' | 'endPresumed' | 'endTime'>

export interface SessionVerdict {
  raised: readonly MomentCode[]
  /** Issues that a late report has refuted. */
  refuted: readonly MomentCode[]
  /** When the session was over. */
  at: Date
}

/** @param connections all of the session */
export function judgeSession(session: SessionRow, connections: readonly JudgedConnection[]): SessionVerdict {
  const raised = hasEnded(session, connections.length) ? sessionEndIssues({ ...session, connections }) : []
  return { raised, refuted: sessionEndCodes.filter(code => !raised.includes(code)), at: endOf(session, connections) }
}

/** When the last connection ended or, if that was earlier, the page was left. */
function endOf({ createdAt, endTime }: SessionRow, connections: readonly JudgedConnection[]): Date {
  const ends = [latest(connections), endTime].filter(end => end instanceof Date)
  return ends.length === 0 ? createdAt : new Date(Math.min(...ends.map(end => end.getTime())))
}

/** Undefined while one is open, and without any. */
function latest(connections: readonly JudgedConnection[]): Date | undefined {
  const last = Math.max(...connections.map(({ endTime }) => endTime?.getTime() ?? Number.NaN))
  return Number.isFinite(last) ? new Date(last) : undefined
}
