import type { EntityManager } from '@mikro-orm/postgresql'
import { hashSecret, isSameSecret, secretPrefixes } from '../../auth/secret-token.ts'
import { DomainError } from '../../domain/values/errors.ts'
import { type CredentialOwner, findApiToken, findSignIn } from '../../storage/access/credentials.ts'
import { membershipsOf, wholeScope } from '../../storage/access/scopes.ts'
import type { ServiceContext } from '../context.ts'
import type { Caller, Credential } from './caller.ts'

/**
 * Whom a secret speaks for: the token of a sign-in, an API token, or the API token of the configuration. All is looked up
 * anew for each call, so that what is revoked stops at once on every server.
 * @throws DomainError missing_token, invalid_token, expired_token
 */
export async function authenticateCaller(
  context: ServiceContext,
  secret: string | undefined,
  now: Date,
): Promise<Caller> {
  if (secret === undefined) throw new DomainError('missing_token')
  const { adminApiTokens } = context
  if (adminApiTokens.some(token => isSameSecret(secret, token))) return await configuredCaller(context)
  const em = context.em()
  const { owner, credential } = await findCredential(em, secret, now)
  const { userId, isSuperuser } = owner
  const memberships = await membershipsOf(em, userId)
  const roles = new Map(memberships.map(({ organizationId, role }) => [organizationId, role]))
  const scope = isSuperuser
    ? await wholeScope(em)
    : { organizationIds: [...roles.keys()], appIds: memberships.flatMap(({ appIds }) => appIds) }
  return { userId, isSuperuser, credential, roles, scope }
}

/** Somebody who may see and do everything by a setting of the server. */
export async function configuredCaller(context: ServiceContext): Promise<Caller> {
  const scope = await wholeScope(context.em())
  return { userId: null, isSuperuser: true, credential: { kind: 'configured' }, roles: new Map(), scope }
}

async function findCredential(
  em: EntityManager,
  secret: string,
  now: Date,
): Promise<{ owner: CredentialOwner; credential: Credential }> {
  const hash = hashSecret(secret)
  if (secret.startsWith(secretPrefixes.signIn)) {
    const owner = valid(await findSignIn(em, hash, now))
    return { owner, credential: { kind: 'sign_in', id: owner.credentialId } }
  }
  const token = await findApiToken(em, hash, now)
  if (token?.isRevoked) throw new DomainError('invalid_token', 'The API token was revoked')
  const owner = valid(token)
  return { owner, credential: { kind: 'api_token', id: owner.credentialId, scopes: owner.scopes } }
}

function valid<Owner extends CredentialOwner>(owner: Owner | undefined): Owner {
  if (!owner?.isActive) throw new DomainError('invalid_token')
  if (owner.isExpired) throw new DomainError('expired_token')
  return owner
}
