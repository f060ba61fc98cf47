import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuidv7 } from 'uuid'
import { type JsonObject, storableJson } from '../../domain/values/json.ts'
import { AuditEntry } from '../../storage/entities/audit-entry.ts'
import { credentialId } from './caller.ts'
import type { CallerContext } from './caller-context.ts'

export interface Audited {
  /** Name of the action, as `reset_app_key`. */
  action: string
  /** Null: the whole server. */
  subjectId: string | null
  organizationId?: string | undefined
  /** Details; never a secret. */
  data?: JsonObject
}

/** Puts on record, in the transaction that does it, who did something. */
export function audit(
  em: EntityManager,
  { caller, now }: CallerContext,
  { action, subjectId, organizationId, data = {} }: Audited,
): void {
  const { credential, userId } = caller
  em.create(AuditEntry, {
    id: uuidv7(),
    userId,
    credential: credential.kind,
    credentialId: credentialId(caller),
    action,
    subjectId,
    organizationId: organizationId ?? null,
    data: storableJson(data),
    createdAt: now,
  })
}
