import { DomainError } from '../../domain/errors.ts'
import { findSession } from '../../storage/sessions.ts'
import type { ServiceContext } from '../context.ts'
import { requireCurrentKey } from './app-access.ts'
import type { SessionCaller } from './caches.ts'

/**
 * Who reports, by the session token.
 * @throws DomainError missing_token, invalid_token, expired_token; app_not_recording and invalid_api_key when the app
 *   was switched off or deleted or its key replaced, which stop an SDK for good
 */
export async function authenticateSession(context: ServiceContext, token: unknown, now: Date): Promise<SessionCaller> {
  const { sessionId, issuedAt } = await context.tokens.verifySessionToken(token, now)
  const known = context.caches.sessions.get(sessionId)
  if (known) return known
  const session = await findSession(context.em(), sessionId)
  if (!session) throw new DomainError('invalid_token', 'The session of the token does not exist')
  if (!session.isActive) throw new DomainError('invalid_api_key', 'The app of this session was deleted')
  requireCurrentKey(session.keyResetAt, issuedAt)
  if (!session.recording) throw new DomainError('app_not_recording')
  const { conferenceId, participantId, appId } = session
  const caller: SessionCaller = { sessionId, conferenceId, participantId, appId }
  context.caches.sessions.set(sessionId, caller)
  return caller
}
