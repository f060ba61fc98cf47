import { Code, ConnectError } from '@connectrpc/connect'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AccountService } from '../../gen/peermetrics/admin/v1/account_service_pb.js'
import { ErrorDetailSchema } from '../../gen/peermetrics/error/v1/error_detail_pb.js'
import { ADMIN_API_TOKEN, clientOf, createAccount, PASSWORD, signIn } from '../support/accounts.ts'
import { type Engine, engines } from '../support/database.ts'
import { exchange, startTestServer, type TestServer } from '../support/test-server.ts'

const failure = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => expect.unreachable('the call should have failed'),
    (error: unknown) => ConnectError.from(error),
  )
  return { code: error.code, reason: error.findDetails(ErrorDetailSchema)[0]?.reason }
}

describe.each(engines())('signing in on %s', (engine: Engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const refused = { code: Code.Unauthenticated, reason: 'invalid_credentials' }

  it('takes address and password, and gives a token that says who it is', async () => {
    const { email, id } = await createAccount(server, 'ann@sign-in.test')
    const account = clientOf(AccountService, server, await signIn(server, 'Ann@Sign-In.test'))
    const { user } = await account.getCurrentUser({})
    expect(user).toMatchObject({ id, email, superuser: false, active: true, memberships: [] })
    expect(user?.lastSignInTime).toBeDefined()
  })

  it('refuses a wrong address and a wrong password alike', async () => {
    await createAccount(server, 'bob@sign-in.test')
    const account = clientOf(AccountService, server)
    expect(await failure(account.signIn({ email: 'bob@sign-in.test', password: 'wrong' }))).toEqual(refused)
    expect(await failure(account.signIn({ email: 'nobody@sign-in.test', password: PASSWORD }))).toEqual(refused)
  })

  it('ends a sign-in at once, and only that one', async () => {
    const { token } = await createAccount(server, 'cem@sign-in.test')
    const other = await signIn(server, 'cem@sign-in.test')
    await clientOf(AccountService, server, token).signOut({})
    const ended = failure(clientOf(AccountService, server, token).getCurrentUser({}))
    expect(await ended).toEqual({ code: Code.Unauthenticated, reason: 'invalid_token' })
    await clientOf(AccountService, server, other).getCurrentUser({})
  })

  it('changes the password and ends all other sign-ins', async () => {
    const { token } = await createAccount(server, 'dee@sign-in.test')
    const other = await signIn(server, 'dee@sign-in.test')
    const account = clientOf(AccountService, server, token)
    const newPassword = 'another long one'
    expect(await failure(account.changePassword({ currentPassword: 'wrong', newPassword }))).toEqual(refused)
    const tooShort = failure(account.changePassword({ currentPassword: PASSWORD, newPassword: 'short' }))
    expect(await tooShort).toEqual({ code: Code.InvalidArgument, reason: 'invalid_parameters' })
    await account.changePassword({ currentPassword: PASSWORD, newPassword })
    await account.getCurrentUser({})
    expect((await failure(clientOf(AccountService, server, other).getCurrentUser({}))).reason).toBe('invalid_token')
    expect(
      await failure(clientOf(AccountService, server).signIn({ email: 'dee@sign-in.test', password: PASSWORD })),
    ).toEqual(refused)
    await signIn(server, 'dee@sign-in.test', newPassword)
  })

  it('takes no more attempts at an account after ten failures, and says how long to wait', async () => {
    await createAccount(server, 'eve@sign-in.test')
    const account = clientOf(AccountService, server)
    for (let attempt = 0; attempt < 10; attempt++) {
      expect(await failure(account.signIn({ email: 'eve@sign-in.test', password: `guess ${attempt}` }))).toEqual(
        refused,
      )
    }
    const path = `${server.url}/peermetrics.admin.v1.AccountService/SignIn`
    const body = JSON.stringify({ email: 'eve@sign-in.test', password: PASSWORD })
    const limited = await exchange('POST', path, body, { 'content-type': 'application/json' })
    expect(limited.body.code).toBe('resource_exhausted')
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
    // Others are not shut out with it.
    await createAccount(server, 'eva@sign-in.test')
  })

  describe('with a cookie', () => {
    const path = (method: string) => `${server.url}/peermetrics.admin.v1.AccountService/${method}`
    const json = { 'content-type': 'application/json' }
    const origin = () => new URL(server.url).origin

    async function signInWithCookie(email: string) {
      await createAccount(server, email)
      const body = JSON.stringify({ email, password: PASSWORD, setCookie: true })
      const reply = await exchange('POST', path('SignIn'), body, { ...json, origin: origin() })
      expect(reply.body.token ?? '').toBe('')
      const header = reply.headers.get('set-cookie') ?? ''
      expect(header).toMatch(/HttpOnly/)
      expect(header).toMatch(/SameSite=Lax/)
      return header.split(';')[0] ?? ''
    }

    it('serves the pages of the server itself', async () => {
      const cookie = await signInWithCookie('fay@sign-in.test')
      const reply = await exchange('POST', path('GetCurrentUser'), '{}', { ...json, cookie, origin: origin() })
      expect(reply.body.user.email).toBe('fay@sign-in.test')
    })

    it.each(['https://evil.example', 'null'])('refuses what pages of %s send', async foreign => {
      const cookie = await signInWithCookie(`${foreign.length}@sign-in.test`)
      const reply = await exchange('POST', path('SignOut'), '{}', { ...json, cookie, origin: foreign })
      expect(reply.body.code).toBe('permission_denied')
      expect(reply.headers.get('access-control-allow-origin')).toBeNull()
      const still = await exchange('POST', path('GetCurrentUser'), '{}', { ...json, cookie, origin: origin() })
      expect(still.status).toBe(200)
    })

    it('refuses a change whose page is not told', async () => {
      const cookie = await signInWithCookie('gil@sign-in.test')
      expect((await exchange('POST', path('SignOut'), '{}', { ...json, cookie })).body.code).toBe('permission_denied')
    })
  })
})
