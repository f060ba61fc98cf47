import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import { Code, ConnectError } from '@connectrpc/connect'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { AccountService } from '../../gen/peermetrics/admin/v1/account_service_pb.js'
import { ApiTokenScope } from '../../gen/peermetrics/admin/v1/api_token_pb.js'
import { ApiTokenService } from '../../gen/peermetrics/admin/v1/api_token_service_pb.js'
import { AppService } from '../../gen/peermetrics/admin/v1/app_service_pb.js'
import { MemberRole } from '../../gen/peermetrics/admin/v1/organization_pb.js'
import { OrganizationService } from '../../gen/peermetrics/admin/v1/organization_service_pb.js'
import { PrivacyService } from '../../gen/peermetrics/admin/v1/privacy_service_pb.js'
import { UserService } from '../../gen/peermetrics/admin/v1/user_service_pb.js'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { type Account, ADMIN_API_TOKEN, clientOf, createAccount, PASSWORD, signIn } from '../support/accounts.ts'
import { addConnection, join, succeeded } from '../support/call.ts'
import { engines } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** How old an authorization may be in these tests, ms. */
const REAUTHORIZATION_MS = 600

/** What comes by itself is awaited this long, ms. */
const SOON_MS = 20_000

const start = (engine: 'embedded' | 'postgres') =>
  startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN }, undefined, { reauthorizationMs: REAUTHORIZATION_MS })

/** A call of an app of an organization of its own, to which users can be added. */
async function startCall(server: TestServer, name: string) {
  const organizations = clientOf(OrganizationService, server, ADMIN_API_TOKEN)
  const organizationId = (await organizations.createOrganization({ name })).organization?.id ?? ''
  const { app } = await clientOf(AppService, server, ADMIN_API_TOKEN).createApp({ organizationId, name })
  const caller = await join(server, { conferenceId: name, userId: 'ann', apiKey: app?.apiKey ?? '' })
  const queries = clientOf(QueryService, server, ADMIN_API_TOKEN)
  const { rows } = await queries.listConferences({ appId: app?.id ?? '' })
  const { token } = caller
  const record = (data: unknown) => server.post('/events/browser', { token, eventName: 'tick', data }).then(succeeded)
  const connection = await addConnection(server, caller, 'ben')
  const recordMany = (data: readonly unknown[]) => {
    const { connectionId, peerId } = connection
    const events = data.map(each => ({ eventName: 'tick', connectionId, peerId, data: each }))
    return server.post('/connection/batch', { token, data: events }).then(succeeded)
  }
  const addMember = async (who: string, role = MemberRole.VIEWER): Promise<Account> => {
    const account = await createAccount(server, `${who}@${name}.test`)
    await organizations.addMember({ organizationId, email: account.email, role })
    return account
  }
  return {
    organizationId,
    appId: app?.id ?? '',
    conferenceId: rows[0]?.conference?.id ?? '',
    record,
    recordMany,
    addMember,
  }
}

type Call = Awaited<ReturnType<typeof startCall>>

/** Watches a call; tells when the last event that was shown had been stored, and how the watch ended. */
function watch(server: TestServer, conferenceId: string, token: string) {
  const begun = Promise.withResolvers<void>()
  const seen = { lastSentAt: 0, events: 0 }
  const abort = new AbortController()
  const ended = (async () => {
    const stream = clientOf(QueryService, server, token).watchConference({ conferenceId }, { signal: abort.signal })
    for await (const { change } of stream) {
      begun.resolve()
      if (change.case !== 'event') continue
      seen.events++
      seen.lastSentAt = Number(change.value.data?.kind.value)
    }
  })().then(
    () => undefined,
    (error: unknown) => ConnectError.from(error).code,
  )
  return { begun: Promise.race([begun.promise, ended]), seen, ended, stop: () => abort.abort() }
}

describe.each(engines())('a busy watch on %s', engine => {
  let server: TestServer
  let call: Call
  let busy = true
  let traffic: Promise<void>

  beforeAll(async () => {
    server = await start(engine)
    call = await startCall(server, 'busy')
    traffic = (async () => {
      // Dense enough that no watch is ever idle for the time between two checks.
      for (; busy; await delay(20)) await call.record(Date.now()).catch(() => {})
    })()
  }, 60_000)
  afterAll(async () => {
    busy = false
    await traffic
    await server[Symbol.asyncDispose]()
  })

  async function expectEnd(token: string, code: Code, revoke: () => Promise<unknown>): Promise<void> {
    const running = watch(server, call.conferenceId, token)
    await running.begun
    await vi.waitFor(() => expect(running.seen.events).toBeGreaterThan(0), SOON_MS)
    await revoke()
    const revokedAt = Date.now()
    const limit = setTimeout(running.stop, 15_000)
    expect(await running.ended).toBe(code)
    clearTimeout(limit)
    expect(running.seen.lastSentAt).toBeLessThanOrEqual(revokedAt + REAUTHORIZATION_MS)
  }

  const apiTokenOf = async ({ token }: Account, expiresAt?: number) => {
    const tokens = clientOf(ApiTokenService, server, token)
    const expireTime = expiresAt === undefined ? {} : { expireTime: timestampFromMs(expiresAt) }
    const made = await tokens.createApiToken({ name: 'watcher', scopes: [ApiTokenScope.READ], ...expireTime })
    return { ...made, revoke: () => tokens.revokeApiToken({ apiTokenId: made.apiToken?.id ?? '' }) }
  }
  const users = () => clientOf(UserService, server, ADMIN_API_TOKEN)
  const organizations = () => clientOf(OrganizationService, server, ADMIN_API_TOKEN)

  it.concurrent('ends when its API token is revoked, though others of the same user go on', async () => {
    const user = await call.addMember('token')
    const other = watch(server, call.conferenceId, (await apiTokenOf(user)).secret)
    await other.begun
    const { secret, revoke } = await apiTokenOf(user)
    await expectEnd(secret, Code.Unauthenticated, revoke)
    const { events } = other.seen
    await vi.waitFor(() => expect(other.seen.events).toBeGreaterThan(events + 5), SOON_MS)
    other.stop()
  })

  it.concurrent('ends when its API token expires', async () => {
    const member = await call.addMember('expiry')
    const expiresAt = Date.now() + 5000
    const { secret } = await apiTokenOf(member, expiresAt)
    await expectEnd(secret, Code.Unauthenticated, () => delay(expiresAt - Date.now()))
  })

  it.concurrent('ends when its sign-in is ended', async () => {
    const { token } = await call.addMember('sign-out')
    await expectEnd(token, Code.Unauthenticated, () => clientOf(AccountService, server, token).signOut({}))
  })

  it.concurrent('ends when the user changes the password elsewhere', async () => {
    const { token, email } = await call.addMember('password')
    const elsewhere = clientOf(AccountService, server, await signIn(server, email))
    const change = { currentPassword: PASSWORD, newPassword: 'another long password' }
    await expectEnd(token, Code.Unauthenticated, () => elsewhere.changePassword(change))
  })

  it.concurrent('ends when the user is given another password, or is deactivated', async () => {
    const reset = await call.addMember('reset')
    const password = 'another long password'
    await expectEnd(reset.token, Code.Unauthenticated, () => users().updateUser({ userId: reset.id, password }))
    const leaver = await call.addMember('leaver')
    const { secret } = await apiTokenOf(leaver)
    await expectEnd(secret, Code.Unauthenticated, () => users().deactivateUser({ userId: leaver.id }))
  })

  it.concurrent('ends when the membership is removed', async () => {
    const { organizationId } = call
    const only = await call.addMember('only')
    const remove = (userId: string) => () => organizations().removeMember({ organizationId, userId })
    await expectEnd(only.token, Code.PermissionDenied, remove(only.id))
    const elsewhere = await startCall(server, 'elsewhere')
    const both = await call.addMember('both')
    await organizations().addMember({
      organizationId: elsewhere.organizationId,
      email: both.email,
      role: MemberRole.OWNER,
    })
    await expectEnd(both.token, Code.NotFound, remove(both.id))
  })

  it.concurrent('ends when a superuser becomes an ordinary user', async () => {
    await createAccount(server, 'other-root@busy.test', { superuser: true })
    const { id, token } = await createAccount(server, 'root@busy.test', { superuser: true })
    await expectEnd(token, Code.PermissionDenied, () => users().updateUser({ userId: id, superuser: false }))
  })

  it.concurrent('ends when the app is deleted, though nothing happens in the call', async () => {
    const quiet = await startCall(server, 'quiet')
    const { token } = await quiet.addMember('viewer')
    const running = watch(server, quiet.conferenceId, token)
    await running.begun
    await clientOf(AppService, server, ADMIN_API_TOKEN).deleteApp({ appId: quiet.appId })
    expect(await running.ended).toBe(Code.NotFound)
  })
})

/** Of 40 events each. */
const BATCHES = 28

describe.each(engines().slice(-1))('an answer that takes long on %s', engine => {
  let server: TestServer
  let call: Call

  beforeAll(async () => {
    server = await start(engine)
    call = await startCall(server, 'long')
    // More than the buffers of a connection hold, and more rows than are read at once.
    for (let batch = 0; batch < BATCHES; batch++) {
      await call.recordMany(Array.from({ length: 40 }, () => randomBytes(18_000).toString('base64')))
    }
  }, 120_000)
  afterAll(() => server[Symbol.asyncDispose]())

  /** Reads the beginning, then the rest once the revocation must have had its effect. */
  async function readAround<Item>(stream: AsyncIterable<Item>, revoke: () => Promise<unknown>): Promise<Item[]> {
    const items = stream[Symbol.asyncIterator]()
    const read: Item[] = []
    const take = async () => {
      const { done, value } = await items.next()
      if (!done) read.push(value)
      return !done
    }
    await take()
    await revoke()
    await delay(REAUTHORIZATION_MS)
    while (await take());
    return read
  }

  const changeRole = (userId: string, role: MemberRole) => () =>
    clientOf(OrganizationService, server, ADMIN_API_TOKEN).updateMemberRole({
      organizationId: call.organizationId,
      userId,
      role,
    })

  it('an export of a conference ends when its sign-in does', async () => {
    const { token } = await call.addMember('viewer')
    const stream = clientOf(QueryService, server, token).exportConference({ conferenceId: call.conferenceId })
    const reading = readAround(stream, () => clientOf(AccountService, server, token).signOut({}))
    await expect(reading).rejects.toMatchObject({ code: Code.Unauthenticated })
  }, 60_000)

  it('an export of a participant ends when the owner is one no more', async () => {
    await call.addMember('other-owner', MemberRole.OWNER)
    const { token, id } = await call.addMember('owner', MemberRole.OWNER)
    const { participants } = await clientOf(QueryService, server, token).listParticipants({
      conferenceId: call.conferenceId,
    })
    const participantId = participants[0]?.id ?? ''
    const stream = () => clientOf(PrivacyService, server, token).exportParticipant({ participantId })
    const reading = readAround(stream(), changeRole(id, MemberRole.MEMBER))
    await expect(reading).rejects.toMatchObject({ code: Code.PermissionDenied })
    await changeRole(id, MemberRole.OWNER)()
    expect((await readAround(stream(), async () => {})).length).toBeGreaterThan(100)
  }, 60_000)

  it('a list over HTTP is cut off when its sign-in ends, and whole when it does not', async () => {
    const { token } = await call.addMember('reader')
    const request = async () => {
      const url = `${server.api}/connection?conferenceId=${call.conferenceId}`
      const { status, body } = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
      expect(status).toBe(200)
      if (!body) return expect.unreachable('the answer has a body')
      return body
    }
    const whole = Buffer.concat(await readAround(await request(), async () => {}))
    expect(JSON.parse(whole.toString()).data).toHaveLength(BATCHES * 40 + 1)
    const reading = readAround(await request(), () => clientOf(AccountService, server, token).signOut({}))
    await expect(reading).rejects.toThrow('terminated')
  }, 60_000)
})
