import { requireCurrentKey, requireTakingReports } from '../../domain/call/reporting-app.ts'
import { DomainError } from '../../domain/values/errors.ts'
import { type AppSettings, findAppsById } from '../../storage/tables/apps.ts'
import { findSession } from '../../storage/tables/sessions.ts'
import type { ServiceContext } from '../context.ts'
import type { SessionCaller } from './caches.ts'

/**
 * Authenticates a reporting session by its token.
 * @throws DomainError missing_token, invalid_token, expired_token; app_not_recording and invalid_api_key when the app
 *   was switched off or deleted or its key replaced, which stop an SDK for good
 */
export async function authenticateSession(context: ServiceContext, token: unknown, now: Date): Promise<SessionCaller> {
  const { sessionId, issuedAt } = await context.tokens.verifySessionToken(token, now)
  const caller = context.caches.sessions.get(sessionId) ?? (await lookUp(context, sessionId))
  requireCurrentKey(await activeApp(context, caller.appId), issuedAt)
  return caller
}

async function lookUp(context: ServiceContext, sessionId: string): Promise<SessionCaller> {
  const { epoch } = context.caches
  const caller = await findSession(context.em(), sessionId)
  if (!caller) throw new DomainError('invalid_token', 'The session of the token does not exist')
  context.caches.rememberSession(caller, epoch)
  return caller
}

/** Requests that ask about an app at the same time share one look at it. */
function activeApp(context: ServiceContext, appId: string): Promise<AppSettings> {
  const { activeApps } = context.caches
  const known = activeApps.get(appId)
  if (known) return known
  const checked = findAppsById(context.em(), [appId]).then(apps => requireTakingReports(apps.get(appId)))
  activeApps.set(appId, checked)
  checked.catch(() => activeApps.delete(appId))
  return checked
}
