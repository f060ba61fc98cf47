import { v7 as uuidv7 } from 'uuid'
import { hashSecret, newSecret } from '../../auth/secret-token.ts'
import { DomainError, invalid, missing } from '../../domain/values/errors.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import { listApiTokenRows } from '../../storage/access/account-lists.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { ApiToken } from '../../storage/entities/api-token.ts'
import { audit } from '../access/audit.ts'
import { type TokenScope, tokenScopes } from '../access/caller.ts'
import type { CallerContext } from '../access/caller-context.ts'
import type { List } from '../query/lists.ts'
import { shortName } from './names.ts'

/** Characters of a secret that are kept to tell tokens apart. */
const PREFIX_LENGTH = 12

export interface NewApiToken {
  name: string
  scopes: readonly TokenScope[]
  /** Undefined: never. */
  expiresAt?: Date | undefined
}

/**
 * Makes an API token of the caller. The secret is given here and nowhere else.
 * @throws DomainError missing_parameters, invalid_parameters
 */
export async function createApiToken(
  context: CallerContext,
  { name, scopes, expiresAt }: NewApiToken,
): Promise<{ apiToken: ApiToken; secret: string }> {
  const { caller, services, now } = context
  if (name.trim() === '') throw missing('name')
  if (scopes.length === 0) throw missing('scopes')
  if (new Set(scopes).size < scopes.length) throw invalid('scopes must name each scope once', { field: 'scopes' })
  if (expiresAt && expiresAt <= now) throw invalid('expire_time must be in the future', { field: 'expire_time' })
  const secret = newSecret('apiToken')
  const apiToken = await inTransaction(services.em(), async em => {
    const created = em.create(ApiToken, {
      id: uuidv7(),
      user: caller.userId as string,
      name: shortName(name),
      scopes: tokenScopes.filter(scope => scopes.includes(scope)),
      secretPrefix: secret.slice(0, PREFIX_LENGTH),
      secretHash: hashSecret(secret),
      createdAt: now,
      expiresAt: expiresAt ?? null,
      lastUsedAt: null,
      revokedAt: null,
    })
    audit(em, context, { action: 'create_api_token', subjectId: created.id, data: { scopes: [...scopes] } })
    return created
  })
  return { apiToken, secret }
}

/** The caller's tokens, those that are not valid any more included. */
export const apiTokenList = ({ caller, services }: CallerContext): List<ApiToken> => ({
  name: `api tokens ${caller.userId}`,
  read: pageQuery => listApiTokenRows(services.em(), caller.userId as string, pageQuery),
})

/**
 * Stops a token of the caller for good. Doing it again keeps the first time. A token can stop itself and no other one.
 * @throws DomainError api_token_not_found, permission_denied
 */
export async function revokeApiToken(context: CallerContext, id: string): Promise<ApiToken> {
  const { caller, services, now } = context
  const uuid = parseUuid(id)
  const isItself = caller.credential.kind === 'api_token' && caller.credential.id === uuid
  if (caller.credential.kind !== 'sign_in' && !isItself) {
    throw new DomainError('permission_denied', 'This needs a sign-in, not another API token')
  }
  return await inTransaction(services.em(), async em => {
    const apiToken = uuid ? await em.findOne(ApiToken, { id: uuid, user: caller.userId as string }) : null
    if (!apiToken) throw new DomainError('api_token_not_found')
    if (!apiToken.revokedAt) audit(em, context, { action: 'revoke_api_token', subjectId: apiToken.id })
    apiToken.revokedAt ??= now
    return apiToken
  })
}
