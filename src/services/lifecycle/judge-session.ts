import type { EntityManager } from '@mikro-orm/postgresql'
import { hasEnded, sessionEndCodes, sessionEndIssues } from '../../domain/session-issues.ts'
import { Connection } from '../../storage/entities/connection.ts'
import type { Session } from '../../storage/entities/session.ts'
import { withdrawIssues } from '../../storage/issues.ts'
import { raiseSessionEndIssue } from './raise-issue.ts'

/**
 * Raises what the end of a locked session brings to light, and takes back what a late report has refuted.
 */
export async function judgeSession(em: EntityManager, session: Session): Promise<void> {
  await em.flush()
  const connections = await em.find(Connection, { session: session.id })
  const codes = hasEnded(session, connections.length) ? sessionEndIssues({ ...session, connections }) : []
  const refuted = sessionEndCodes.filter(code => !codes.includes(code))
  await withdrawIssues(em, session.conference, session.id, refuted)
  const ids = {
    appId: session.app,
    conferenceId: session.conference,
    sessionId: session.id,
    participantId: session.participant,
  }
  const at = sessionEnd(session, connections)
  for (const code of codes) await raiseSessionEndIssue(em, ids, code, at)
}

/** When the last connection ended or, if that was earlier, the page was left. */
function sessionEnd(session: Session, connections: readonly Connection[]): Date {
  const ends = [latest(connections), session.endTime].filter(end => end instanceof Date)
  return ends.length === 0 ? session.createdAt : new Date(Math.min(...ends.map(end => end.getTime())))
}

/** Undefined while one is open, and without any. */
function latest(connections: readonly Connection[]): Date | undefined {
  const ends = connections.map(connection => connection.endTime?.getTime() ?? Number.NaN)
  const last = Math.max(...ends)
  return Number.isFinite(last) ? new Date(last) : undefined
}
