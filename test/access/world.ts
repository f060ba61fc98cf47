import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { ApiTokenScope } from '../../gen/peermetrics/admin/v1/api_token_pb.js'
import { ApiTokenService } from '../../gen/peermetrics/admin/v1/api_token_service_pb.js'
import { AppService } from '../../gen/peermetrics/admin/v1/app_service_pb.js'
import { MemberRole } from '../../gen/peermetrics/admin/v1/organization_pb.js'
import { OrganizationService } from '../../gen/peermetrics/admin/v1/organization_service_pb.js'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { type Account, ADMIN_API_TOKEN, clientOf, createAccount, createOrganization } from '../support/accounts.ts'
import { addConnection, join, statsReport, succeeded } from '../support/call.ts'
import type { TestServer } from '../support/test-server.ts'

/** Who may try something. */
export const callers = [
  'nobody',
  'wrong token',
  'expired token',
  'revoked token',
  'viewer',
  'member',
  'owner',
  'stranger',
  'superuser',
] as const
export type CallerName = (typeof callers)[number]

export const scopes = { read: ApiTokenScope.READ, write: ApiTokenScope.WRITE, admin: ApiTokenScope.ADMIN } as const
export type ScopeName = keyof typeof scopes

/** A call in an app, and all that there is about it. */
export interface Call {
  appId: string
  conferenceId: string
  participantId: string
  sessionId: string
  connectionId: string
  trackId: string
  issueId: string
  eventId: string
}

/** Two organizations that know nothing of each other; the stranger is the owner of the second. */
export interface World {
  server: TestServer
  organizationId: string
  call: Call
  accounts: Record<'viewer' | 'member' | 'owner' | 'stranger' | 'superuser', Account>
  tokens: Record<CallerName, string | undefined>
  /** API tokens with one scope each, of the owner and of the superuser. */
  scoped: Record<'owner' | 'superuser', Record<ScopeName, string>>
}

export async function createWorld(server: TestServer): Promise<World> {
  const { organizationId, ...members } = await createOrganization(server, 'alpha')
  const { owner: stranger } = await createOrganization(server, 'beta')
  const superuser = await createAccount(server, 'root@server.test', { superuser: true })
  const accounts = { ...members, stranger, superuser }
  const expired = await createApiToken(server, members.owner, [ApiTokenScope.READ], new Date(Date.now() + 1000))
  const revoked = await createApiToken(server, members.owner, Object.values(scopes))
  await clientOf(ApiTokenService, server, members.owner.token).revokeApiToken({ apiTokenId: revoked.id })
  const call = await createCall(server, organizationId)
  const scopedOf = async (account: Account) => {
    const entries = Object.entries(scopes).map(async ([name, scope]) => {
      return [name, (await createApiToken(server, account, [scope])).secret] as const
    })
    return Object.fromEntries(await Promise.all(entries)) as Record<ScopeName, string>
  }
  await new Promise(resolve => setTimeout(resolve, 1000))
  return {
    server,
    organizationId,
    call,
    accounts,
    tokens: {
      nobody: undefined,
      'wrong token': 'pmt_wrong',
      'expired token': expired.secret,
      'revoked token': revoked.secret,
      viewer: accounts.viewer.token,
      member: accounts.member.token,
      owner: accounts.owner.token,
      stranger: accounts.stranger.token,
      superuser: accounts.superuser.token,
    },
    scoped: { owner: await scopedOf(accounts.owner), superuser: await scopedOf(accounts.superuser) },
  }
}

export async function createApiToken(
  server: Pick<TestServer, 'url'>,
  { token }: Account,
  tokenScopes: ApiTokenScope[],
  expiresAt?: Date,
): Promise<{ id: string; secret: string }> {
  const { apiToken, secret } = await clientOf(ApiTokenService, server, token).createApiToken({
    name: 'of a test',
    scopes: tokenScopes,
    ...(expiresAt ? { expireTime: timestampFromDate(expiresAt) } : {}),
  })
  return { id: apiToken?.id ?? '', secret }
}

export async function createApp(server: Pick<TestServer, 'url'>, organizationId: string) {
  const { app } = await clientOf(AppService, server, ADMIN_API_TOKEN).createApp({ organizationId, name: 'App' })
  if (!app) throw new Error('no app')
  return app
}

/** An organization with the members of the first one. */
export async function createTwin({ server, accounts }: World): Promise<string> {
  const organizations = clientOf(OrganizationService, server, ADMIN_API_TOKEN)
  const { organization } = await organizations.createOrganization({ name: 'Twin' })
  const organizationId = organization?.id ?? ''
  const roles = { owner: MemberRole.OWNER, member: MemberRole.MEMBER, viewer: MemberRole.VIEWER }
  for (const [name, role] of Object.entries(roles)) {
    const { email } = accounts[name as keyof typeof roles]
    await organizations.addMember({ organizationId, email, role })
  }
  return organizationId
}

/** A participant of an app of the first organization, who has done nothing but join. */
export async function createParticipant({ server, call }: World, userId: string): Promise<string> {
  const { app } = await clientOf(AppService, server, ADMIN_API_TOKEN).getApp({ appId: call.appId })
  const { initToken } = await join(server, { conferenceId: userId, userId, apiKey: app?.apiKey ?? '' })
  const claims = JSON.parse(Buffer.from(initToken.split('.')[1] ?? '', 'base64url').toString()) as { p: string }
  return claims.p
}

/** A call in a new app of an organization. */
export async function createCall(
  server: Pick<TestServer, 'url' | 'post'>,
  organizationId: string,
): Promise<Call & { apiKey: string; sessionToken: string; initToken: string; peerId: string }> {
  const { id: appId, apiKey } = await createApp(server, organizationId)
  const caller = await join(server, { conferenceId: 'a call', userId: 'ann', apiKey })
  const { token } = caller
  const { connectionId, peerId } = await addConnection(server, caller, 'ben')
  const about = { token, connectionId, peerId }
  for (const data of ['connected', 'failed']) {
    succeeded(await server.post('/connection', { ...about, eventName: 'onconnectionstatechange', data }))
  }
  succeeded(await server.post('/stats', { token, connectionId, data: statsReport(Date.now()) }))
  const track = { ...about, event: 'ontrack', trackId: 'microphone', data: { kind: 'audio' } }
  const trackId: string = succeeded(await server.post('/tracks', track)).data.id
  succeeded(await server.post('/events/browser', { token, eventName: 'endCall' }))
  const queries = clientOf(QueryService, server, ADMIN_API_TOKEN)
  const conferenceId = (await queries.listConferences({ appId })).rows[0]?.conference?.id ?? ''
  const session = (await queries.listSessions({ conferenceId })).sessions[0]
  const issue = (await queries.listIssues({ conferenceId })).issues[0]
  const event = (await queries.listEvents({ conferenceId })).events[0]
  return {
    appId,
    conferenceId,
    participantId: session?.participantId ?? '',
    sessionId: session?.id ?? '',
    connectionId,
    trackId,
    issueId: issue?.id ?? '',
    eventId: event?.id ?? '',
    apiKey,
    sessionToken: token,
    initToken: caller.initToken,
    peerId,
  }
}
