import { DomainError } from '../../domain/values/errors.ts'
import { type JsonValue, storableJson, storableText } from '../../domain/values/json.ts'
import { requireLength } from '../../domain/values/text-limits.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { Session } from '../../storage/entities/session.ts'
import type { ServiceContext } from '../context.ts'
import { VERSION_LENGTH } from './create-session.ts'
import { authenticateSession } from './session-caller.ts'

export interface UpdateSessionInput {
  token?: unknown
  /** Undefined leaves a field alone. */
  platform?: JsonValue | undefined
  devices?: JsonValue | undefined
  constraints?: JsonValue | undefined
  webrtcSdk?: string | undefined
  receivedAt: Date
}

/** @throws DomainError missing_token, invalid_token, expired_token, invalid_parameters */
export async function updateSession(context: ServiceContext, input: UpdateSessionInput): Promise<Session> {
  const caller = await authenticateSession(context, input.token, input.receivedAt)
  if (input.webrtcSdk !== undefined) requireLength('webrtcSdk', input.webrtcSdk, VERSION_LENGTH)
  return await inTransaction(context.em(), async em => {
    const session = await em.findOne(Session, { id: caller.sessionId })
    if (!session) throw new DomainError('invalid_token', 'The session of the token does not exist')
    if (input.platform !== undefined) session.platform = storableJson(input.platform)
    if (input.devices !== undefined) session.devices = storableJson(input.devices)
    if (input.constraints !== undefined) session.constraints = storableJson(input.constraints)
    if (input.webrtcSdk !== undefined) session.webrtcSdk = storableText(input.webrtcSdk)
    return session
  })
}
