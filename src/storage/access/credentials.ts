import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../engine/sql.ts'

/** Whom a secret stands for. */
export interface CredentialOwner {
  credentialId: string
  userId: string
  isSuperuser: boolean
  isActive: boolean
  /** Past its time. */
  isExpired: boolean
}

/** The sign-in with that token hash. */
export async function findSignIn(em: EntityManager, hash: Buffer, now: Date): Promise<CredentialOwner | undefined> {
  const rows = await query<CredentialOwner>(
    em,
    `select sign_in.id as "credentialId", owner.id as "userId", owner.is_superuser as "isSuperuser",
            owner.is_active as "isActive", sign_in.expires_at <= $2 as "isExpired"
       from sign_in join user_account owner on owner.id = sign_in.user_id
      where sign_in.token_hash = $1`,
    [hash, now.toISOString()],
  )
  return rows[0]
}

export interface ApiTokenOwner extends CredentialOwner {
  scopes: ('read' | 'write' | 'admin')[]
  isRevoked: boolean
}

/** Precision of the time of an API token's last use: a finer one would write with every call. */
const LAST_USE = '5 minutes'

/** The API token with that secret hash. Notes that it was used when it is valid. */
export async function findApiToken(em: EntityManager, hash: Buffer, now: Date): Promise<ApiTokenOwner | undefined> {
  const [found] = await query<ApiTokenOwner & { isUseKnown: boolean }>(
    em,
    `select token.id as "credentialId", owner.id as "userId", owner.is_superuser as "isSuperuser",
            owner.is_active as "isActive", coalesce(token.expires_at <= $2, false) as "isExpired",
            token.scopes, token.revoked_at is not null as "isRevoked",
            coalesce(token.last_used_at > $2::timestamptz - interval '${LAST_USE}', false) as "isUseKnown"
       from api_token token join user_account owner on owner.id = token.user_id
      where token.secret_hash = $1`,
    [hash, now.toISOString()],
  )
  if (found?.isActive && !found.isRevoked && !found.isExpired && !found.isUseKnown) {
    await query(em, 'update api_token set last_used_at = $2 where id = $1', [found.credentialId, now.toISOString()])
  }
  return found
}
