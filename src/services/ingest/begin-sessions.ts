import type { EntityManager } from '@mikro-orm/postgresql'
import { requireCurrentKey, requireTakingReports } from '../../domain/call/reporting-app.ts'
import { DomainError } from '../../domain/values/errors.ts'
import type { LockedOutcome } from '../../storage/batching/locking-batcher.ts'
import { type AppSettings, findAppsById } from '../../storage/tables/apps.ts'
import { lockCallRows } from '../../storage/tables/call-rows.ts'
import { appsOfLinks, linkKey } from '../../storage/tables/conferences.ts'
import { raiseIssues } from '../../storage/tables/issues.ts'
import { insertSessions, linksWithSessions, type NewSession } from '../../storage/tables/sessions.ts'
import { newIssue } from '../lifecycle/new-issue.ts'

/** A session that an init token asks for. */
export interface BeginningSession extends Omit<NewSession, 'appId'> {
  /** When the token was issued. */
  issuedAt: Date
}

export interface BegunSession {
  appId: string
}

const noSuchCall = () => new DomainError('invalid_token', 'The conference or participant of the token does not exist')

/** Begins sessions; one of who was in the conference before is a rejoin. */
export async function beginSessions(
  em: EntityManager,
  beginning: readonly BeginningSession[],
  { skipsLocked }: { skipsLocked: boolean },
): Promise<LockedOutcome<BegunSession>[]> {
  const appIds = await appsOfLinks(em, beginning)
  const apps = await findAppsById(em, [...new Set(appIds.filter(id => id !== undefined))])
  const admitted = beginning.map((session, index) => admission(session, appIds[index], apps))
  const asked = beginning.filter((_, index) => !(admitted[index] instanceof DomainError))
  // Two sessions created at once: the lock makes one of them the second.
  const ids = { conferences: asked.map(session => session.conferenceId) }
  const { conferences } = await lockCallRows(em, ids, { skipsLocked })
  const locked = new Set(conferences.map(({ id }) => id))
  const outcomes = beginning.map(({ conferenceId }, index): LockedOutcome<BegunSession> => {
    const app = admitted[index] as AppSettings | DomainError
    if (app instanceof DomainError) return app
    if (locked.has(conferenceId)) return { appId: app.id }
    return skipsLocked ? 'busy' : noSuchCall()
  })
  await insert(
    em,
    beginning.flatMap(({ issuedAt, ...session }, index) => {
      const outcome = outcomes[index]
      return typeof outcome === 'object' && 'appId' in outcome ? { ...session, appId: outcome.appId } : []
    }),
  )
  return outcomes
}

/** The app of the session, or why it takes none. */
function admission(
  { issuedAt }: BeginningSession,
  appId: string | undefined,
  apps: ReadonlyMap<string, AppSettings>,
): AppSettings | DomainError {
  if (appId === undefined) return noSuchCall()
  try {
    const app = requireTakingReports(apps.get(appId))
    requireCurrentKey(app, issuedAt)
    return app
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}

async function insert(em: EntityManager, sessions: readonly NewSession[]): Promise<void> {
  if (sessions.length === 0) return
  const present = await linksWithSessions(em, sessions)
  await insertSessions(em, sessions)
  const rejoins = sessions.filter(session => {
    const isRejoin = present.has(linkKey(session))
    present.add(linkKey(session))
    return isRejoin
  })
  await raiseIssues(em, rejoins.map(rejoinIssue))
}

const rejoinIssue = ({ appId, conferenceId, sessionId, participantId, createdAt: at }: NewSession) =>
  newIssue({
    appId,
    conferenceId,
    sessionId,
    participantId,
    connectionId: null,
    code: 'multiple_rejoins',
    at,
    data: null,
  })
