import { notAllowed } from '../../auth/allowed-origins.ts'
import { bearerToken } from '../../auth/bearer.ts'
import { signInCookie } from '../../auth/sign-in-cookie.ts'
import type { Client } from '../../domain/call/client.ts'
import { DomainError } from '../../domain/values/errors.ts'
import type { ServiceContext } from '../context.ts'
import { type AccessRule, requireAccess } from './access-rule.ts'
import { authenticateCaller, configuredCaller } from './authenticate.ts'
import { type Caller, credentialId } from './caller.ts'
import { type CallerContext, callerContext } from './caller-context.ts'
import { Reauthorization } from './reauthorization.ts'

/** Credentials of a request, in the words of HTTP. */
export interface Presented {
  authorization: string | null | undefined
  cookie: string | null | undefined
  origin: string | null | undefined
  client: Pick<Client, 'host' | 'isSecure'>
  /** Whether it is one of the methods that change nothing (GET, HEAD). */
  isSafe: boolean
  receivedAt: Date
}

/**
 * Finds out who sends a request and admits whom the rule admits.
 * @param isOpen whether nobody needs to say who they are: the private routes of a server that is set so
 * @throws DomainError missing_token, invalid_token, expired_token, permission_denied
 */
export async function authorizeRequest(
  context: ServiceContext,
  rule: AccessRule,
  presented: Presented,
  { isOpen = false } = {},
): Promise<CallerContext> {
  const authorize = async (now: Date) => {
    const caller = await callerOf(context, { ...presented, receivedAt: now }, isOpen)
    requireAccess(caller, rule)
    return caller
  }
  const caller = await authorize(presented.receivedAt)
  const reauthorization = new Reauthorization({
    reauthorizations: context.reauthorizations,
    caller,
    key: [rule.scope, rule.role, caller.credential.kind, credentialId(caller)].join(' '),
    authorize: () => authorize(new Date()),
  })
  return callerContext(context, { now: presented.receivedAt, reauthorization }, rule)
}

async function callerOf(context: ServiceContext, presented: Presented, isOpen: boolean): Promise<Caller> {
  const { receivedAt, client } = presented
  const bearer = bearerToken(presented.authorization)
  if (bearer !== undefined) return await authenticateCaller(context, bearer, receivedAt)
  // Whatever a browser sends by itself, any page can make it send: only pages of ours may.
  requireOwnPage(context, presented)
  if (!isOpen) return await authenticateCaller(context, signInCookie(presented.cookie, client.isSecure), receivedAt)
  requireKnownHost(context, client.host)
  return await configuredCaller(context)
}

function requireOwnPage({ allowedOrigins }: ServiceContext, { origin, cookie, client, isSafe }: Presented): void {
  if (origin) allowedOrigins.require(origin, client)
  else if (!isSafe && cookie) throw notAllowed(undefined)
}

function requireKnownHost({ allowedHosts }: ServiceContext, host: string): void {
  if (allowedHosts.has(host)) return
  const needed = "with PRIVATE_API_AUTH=off it must be in the server's setting ALLOWED_HOSTS"
  throw new DomainError('permission_denied', `The host ${host} is not known: ${needed}`)
}
