import type { DescService } from '@bufbuild/protobuf'
import { type Client, createClient } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-node'
import { AccountService } from '../../gen/peermetrics/admin/v1/account_service_pb.js'
import { MemberRole } from '../../gen/peermetrics/admin/v1/organization_pb.js'
import { OrganizationService } from '../../gen/peermetrics/admin/v1/organization_service_pb.js'
import { UserService } from '../../gen/peermetrics/admin/v1/user_service_pb.js'
import type { TestServer } from './test-server.ts'

type Reached = Pick<TestServer, 'url'>

/** API token of a superuser, of servers that are started with it. */
export const ADMIN_API_TOKEN = 'admin-api-token-of-the-tests'

export const PASSWORD = 'correct horse battery'

/** A client whose calls carry a bearer token. */
export const clientOf = <Service extends DescService>(
  service: Service,
  { url }: Reached,
  token?: string,
): Client<Service> =>
  createClient(
    service,
    createConnectTransport({
      baseUrl: url,
      httpVersion: '1.1',
      interceptors: [
        next => request => {
          if (token) request.header.set('authorization', `Bearer ${token}`)
          return next(request)
        },
      ],
    }),
  )

export interface Account {
  id: string
  email: string
  /** Of a sign-in. */
  token: string
}

/** Makes a user, as the superuser of the configuration, and signs in. */
export async function createAccount(server: Reached, email: string, { superuser = false } = {}): Promise<Account> {
  const users = clientOf(UserService, server, ADMIN_API_TOKEN)
  const { user } = await users.createUser({ email, password: PASSWORD, superuser })
  return { id: user?.id ?? '', email, token: await signIn(server, email) }
}

export async function signIn(server: Reached, email: string, password = PASSWORD): Promise<string> {
  return (await clientOf(AccountService, server).signIn({ email, password })).token
}

/** Makes an organization with a member of each role. */
export async function createOrganization(server: Reached, name: string) {
  const organizations = clientOf(OrganizationService, server, ADMIN_API_TOKEN)
  const { organization } = await organizations.createOrganization({ name })
  const organizationId = organization?.id ?? ''
  const member = async (role: MemberRole, who: string) => {
    const account = await createAccount(server, `${who}@${name}.test`)
    await organizations.addMember({ organizationId, email: account.email, role })
    return account
  }
  return {
    organizationId,
    owner: await member(MemberRole.OWNER, 'owner'),
    member: await member(MemberRole.MEMBER, 'member'),
    viewer: await member(MemberRole.VIEWER, 'viewer'),
  }
}
