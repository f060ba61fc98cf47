import { describe, expect, it } from 'vitest'
import { AccountService } from '../../gen/peermetrics/admin/v1/account_service_pb.js'
import { clientOf, signIn } from '../support/accounts.ts'
import { createDatabase, engines } from '../support/database.ts'
import { startServerProcess } from '../support/server-process.ts'
import type { TestServer } from '../support/test-server.ts'

const asServer = ({ url }: { url: string }) => ({ url }) as TestServer

const greeting = /Sign in as (\S+) with the password (\S+) /

describe('the first start', () => {
  it('on the embedded database prints the password of a superuser, once', async () => {
    await using database = await createDatabase('embedded', { migrated: false })
    {
      await using first = await startServerProcess(database)
      const [, email = '', password = ''] = greeting.exec(first.output.stderr) ?? []
      expect(email).toBe('admin@localhost')
      const token = await signIn(asServer(first), email, password)
      const { user } = await clientOf(AccountService, first, token).getCurrentUser({})
      expect(user).toMatchObject({
        superuser: true,
        passwordGenerated: true,
        memberships: [{ organizationName: 'Demo organization' }],
      })
      const account = clientOf(AccountService, first, token)
      await account.changePassword({ currentPassword: password, newPassword: 'my own long password' })
      expect((await account.getCurrentUser({})).user).toMatchObject({ passwordGenerated: false })
      expect(first.output.stdout).not.toContain(password)
      await first.stop()
    }
    await using second = await startServerProcess(database)
    expect(second.output.stderr).toContain('PeerMetrics listens')
    expect(second.output.stderr).not.toMatch(greeting)
  }, 60_000)

  it.each(engines())(
    'on %s takes the configured password',
    async engine => {
      await using database = await createDatabase(engine, { migrated: false })
      const email = 'Boss@Example.org'
      const configured = { DEFAULT_ADMIN_EMAIL: email, DEFAULT_ADMIN_PASSWORD: 'set by the operator' }
      await using server = await startServerProcess(database, configured)
      const token = await signIn(asServer(server), 'boss@example.org', 'set by the operator')
      expect(token).toMatch(/^pms_/)
      const { user } = await clientOf(AccountService, server, token).getCurrentUser({})
      expect(user).toMatchObject({ passwordGenerated: false })
      expect(server.output.stdout + server.output.stderr).not.toContain('set by the operator')
    },
    60_000,
  )
})

describe.each(engines().filter(engine => engine === 'postgres'))('a server on %s', engine => {
  it('warns when nobody can sign in, and when the private routes are open', async () => {
    await using database = await createDatabase(engine, { migrated: false })
    await using server = await startServerProcess(database, { PRIVATE_API_AUTH: 'off' })
    const warnings = server.log().filter(({ level }) => level === 40)
    const text = warnings.map(({ msg }) => msg).join('\n')
    expect(text).toMatch(/^PRIVATE_API_AUTH is off/m)
    expect(text).toMatch(/^Nobody can sign in/m)
  }, 60_000)
})
