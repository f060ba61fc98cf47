import { Code, ConnectError } from '@connectrpc/connect'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AccountService } from '../../gen/peermetrics/admin/v1/account_service_pb.js'
import { MemberRole } from '../../gen/peermetrics/admin/v1/organization_pb.js'
import { OrganizationService } from '../../gen/peermetrics/admin/v1/organization_service_pb.js'
import { UserService } from '../../gen/peermetrics/admin/v1/user_service_pb.js'
import { ErrorDetailSchema } from '../../gen/peermetrics/error/v1/error_detail_pb.js'
import { type Account, ADMIN_API_TOKEN, clientOf, createAccount, PASSWORD, signIn } from '../support/accounts.ts'
import { createDatabase, engines, type TestDatabase } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** What came of each of many calls at once: `ok`, or the reason of the refusal. */
async function outcomes(calls: readonly Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(calls)
  return settled.map(call => {
    if (call.status === 'fulfilled') return 'ok'
    const error = ConnectError.from(call.reason)
    return error.findDetails(ErrorDetailSchema)[0]?.reason ?? Code[error.code] ?? ''
  })
}

const count = (all: readonly string[], outcome: string) => all.filter(each => each === outcome).length

describe.each(engines())('many at once on %s', engine => {
  let database: TestDatabase
  /** Two servers of one database where it has several clients. */
  let servers: TestServer[]
  let made = 0

  beforeAll(async () => {
    database = await createDatabase(engine)
    const settings = { adminApiToken: ADMIN_API_TOKEN, rateLimitPerMinute: 0, trustedProxies: ['127.0.0.0/8'] }
    const start = () => startTestServer(engine, settings, database)
    servers = [await start()]
    if (engine === 'postgres') servers.push(await start())
  })

  afterAll(async () => {
    for (const server of servers) await server[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  const serverAt = (index: number) => servers[index % servers.length] as TestServer
  const account = (name: string) => createAccount(serverAt(0), `${name}-${++made}@many.test`)
  const organizations = (index: number, token: string) => clientOf(OrganizationService, serverAt(index), token)

  const guess = (index: number, email: string, password: string) =>
    clientOf(AccountService, serverAt(index)).signIn({ email, password })

  it('wrong passwords are checked up to the limit', async () => {
    const { email } = await account('guessed')
    const guesses = Array.from({ length: 60 }, (_, index) => guess(index, email, `guess ${index}`))
    const all = await outcomes(guesses)
    expect(count(all, 'invalid_credentials')).toBe(10)
    expect(count(all, 'rate_limited')).toBe(50)
    expect(await outcomes([guess(0, email, PASSWORD)])).toEqual(['rate_limited'])
  })

  it('wrong passwords from many addresses of one IPv6 /64 are checked as those of one client', async () => {
    const { email } = await account('guessed')
    const guesses = Array.from({ length: 20 }, (_, index) =>
      clientOf(AccountService, serverAt(index)).signIn(
        { email, password: `guess ${index}` },
        { headers: { 'x-real-ip': `2001:db8:1:2::${index}` } },
      ),
    )
    expect(count(await outcomes(guesses), 'rate_limited')).toBe(10)
  })

  it('wrong passwords of a change are checked up to the limit', async () => {
    const { token } = await account('changed')
    const change = (index: number) =>
      clientOf(AccountService, serverAt(index), token).changePassword({
        currentPassword: `guess ${index}`,
        newPassword: PASSWORD,
      })
    const all = await outcomes(Array.from({ length: 30 }, (_, index) => change(index)))
    expect(count(all, 'invalid_credentials')).toBe(10)
  })

  it('right passwords are not counted', async () => {
    const { email } = await account('known')
    const nine = (password: string) => outcomes(Array.from({ length: 9 }, (_, index) => guess(index, email, password)))
    for (let round = 0; round < 3; round++) expect(count(await nine(PASSWORD), 'ok')).toBe(9)
    expect(count(await nine('wrong'), 'invalid_credentials')).toBe(9)
    await signIn(serverAt(0), email)
  })

  it('sign-ins with a password that is just being changed do not outlive it', async () => {
    for (let round = 0; round < 4; round++) {
      const { token, email } = await account('changing')
      const change = clientOf(AccountService, serverAt(0), token).changePassword({
        currentPassword: PASSWORD,
        newPassword: `${PASSWORD} anew`,
      })
      const signIns = Array.from({ length: 6 }, (_, index) => guess(index, email, PASSWORD))
      const [, ...signedIn] = await Promise.allSettled([change, ...signIns])
      const tokens = signedIn.flatMap(each => (each.status === 'fulfilled' ? [each.value.token] : []))
      const uses = tokens.map(each => clientOf(AccountService, serverAt(1), each).getCurrentUser({}))
      expect(await outcomes(uses)).toEqual(tokens.map(() => 'invalid_token'))
    }
  })

  it('organizations of one user stay within their number', async () => {
    const { token } = await account('founder')
    const made = Array.from({ length: 25 }, (_, index) => organizations(index, token).createOrganization({ name: 'x' }))
    const all = await outcomes(made)
    expect([count(all, 'ok'), count(all, 'max_organizations_reached')]).toEqual([10, 15])
  })

  async function organizationOf(owners: readonly Account[]): Promise<string> {
    const admin = organizations(0, ADMIN_API_TOKEN)
    const { organization } = await admin.createOrganization({ name: 'shared' })
    const organizationId = organization?.id ?? ''
    for (const { email } of owners) await admin.addMember({ organizationId, email, role: MemberRole.OWNER })
    return organizationId
  }

  it.each([
    ['remove each other', (client: Client, ids: Ids) => client.removeMember(ids)],
    [
      'leave',
      (client: Client, { organizationId }: Ids, own: string) => client.removeMember({ organizationId, userId: own }),
    ],
    [
      'step down',
      (client: Client, { organizationId }: Ids, own: string) =>
        client.updateMemberRole({ organizationId, userId: own, role: MemberRole.VIEWER }),
    ],
  ])('owners that %s leave one', async (_name, act) => {
    const [a, b] = [await account('a'), await account('b')]
    const organizationId = await organizationOf([a, b])
    const all = await outcomes([
      act(organizations(0, a.token), { organizationId, userId: b.id }, a.id),
      act(organizations(1, b.token), { organizationId, userId: a.id }, b.id),
    ])
    expect(count(all, 'ok')).toBe(1)
    const { members } = await organizations(0, ADMIN_API_TOKEN).listMembers({ organizationId })
    expect(members.filter(({ role }) => role === MemberRole.OWNER)).toHaveLength(1)
  })

  it('superusers that shut each other out leave one', async () => {
    const admin = clientOf(UserService, serverAt(0), ADMIN_API_TOKEN)
    const { users } = await admin.listUsers({ pageSize: 200 })
    const [a, b] = [
      await createAccount(serverAt(0), `root-a-${engine}@many.test`, { superuser: true }),
      await createAccount(serverAt(0), `root-b-${engine}@many.test`, { superuser: true }),
    ]
    for (const { id } of users.filter(({ superuser }) => superuser)) await admin.deactivateUser({ userId: id })
    const all = await outcomes([
      clientOf(UserService, serverAt(0), a.token).deactivateUser({ userId: b.id }),
      clientOf(UserService, serverAt(1), b.token).deactivateUser({ userId: a.id }),
    ])
    expect(count(all, 'ok')).toBe(1)
  })

  it('users of one e-mail address, and memberships of one user, are one', async () => {
    const email = `same-${engine}@many.test`
    const users = (index: number) => clientOf(UserService, serverAt(index), ADMIN_API_TOKEN)
    const create = (index: number) => users(index).createUser({ email, name: 'Same', password: PASSWORD })
    const created = await outcomes(Array.from({ length: 6 }, (_, index) => create(index)))
    expect([count(created, 'ok'), count(created, 'email_taken')]).toEqual([1, 5])
    const organizationId = await organizationOf([])
    const add = (index: number) =>
      organizations(index, ADMIN_API_TOKEN).addMember({ organizationId, email, role: MemberRole.VIEWER })
    const added = await outcomes(Array.from({ length: 6 }, (_, index) => add(index)))
    expect([count(added, 'ok'), count(added, 'member_exists')]).toEqual([1, 5])
  })
})

type Client = ReturnType<typeof clientOf<typeof OrganizationService>>
interface Ids {
  organizationId: string
  userId: string
}
