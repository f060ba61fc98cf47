import type { EntityManager } from '@mikro-orm/postgresql'
import { hasEnded, sessionEndCodes, sessionEndIssues } from '../../domain/session-issues.ts'
import { Connection } from '../../storage/entities/connection.ts'
import type { Session } from '../../storage/entities/session.ts'
import { withdrawIssues } from '../../storage/issues.ts'
import { raiseSessionIssue } from './raise-issue.ts'

/**
 * Raises what the end of a locked session brings to light, and takes back what a late report has refuted. Does nothing
 * while the session lasts.
 */
export async function judgeSession(em: EntityManager, session: Session): Promise<void> {
  await em.flush()
  const connections = await em.find(Connection, { session: session.id })
  if (!hasEnded(session, connections.length)) return
  const { mediaRequests, mediaFailures } = session
  const codes = sessionEndIssues({ mediaRequests, mediaFailures, connections })
  const refuted = sessionEndCodes.filter(code => !codes.includes(code))
  await withdrawIssues(em, session.conference, session.id, refuted)
  const ids = {
    appId: session.app,
    conferenceId: session.conference,
    sessionId: session.id,
    participantId: session.participant,
  }
  const at = session.endTime ?? latest(connections) ?? session.createdAt
  for (const code of codes) await raiseSessionIssue(em, ids, code, at)
}

function latest(connections: readonly Connection[]): Date | undefined {
  const ends = connections.flatMap(connection => connection.endTime?.getTime() ?? [])
  return ends.length === 0 ? undefined : new Date(Math.max(...ends))
}
