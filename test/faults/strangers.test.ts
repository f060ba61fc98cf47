import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RequestSender } from '../../torture/fuzz/send-request.ts'
import { tryStrangers } from '../../torture/strangers/attempts.ts'
import { tryPageTokens } from '../../torture/strangers/page-tokens.ts'
import { createTwoOrganizations, type TwoOrganizations } from '../../torture/strangers/two-organizations.ts'
import { SEED } from '../bad-input/garbage.ts'
import { ADMIN_API_TOKEN } from '../support/accounts.ts'
import { engines } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

// What is decided here does not depend on the engine.
describe.each(engines().slice(-1))('strangers of every role, on %s', engine => {
  let server: TestServer
  let organizations: TwoOrganizations
  let sender: RequestSender
  beforeAll(async () => {
    server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN })
    organizations = await createTwoOrganizations(server)
    sender = new RequestSender(server.url)
  })
  afterAll(async () => {
    sender?.[Symbol.dispose]()
    await server?.[Symbol.asyncDispose]()
  })

  it("are answered about another organization's things, on every RPC and route, as about what does not exist", async () => {
    const { tried, differences } = await tryStrangers(sender, organizations, { each: 1, seed: SEED })
    expect(differences).toEqual([])
    expect(tried).toBeGreaterThan(200)
  }, 60_000)

  it('get nothing for page tokens of another organization', async () => {
    const { tried, differences } = await tryPageTokens(sender, organizations)
    expect(differences).toEqual([])
    expect(tried).toBeGreaterThan(0)
  }, 60_000)

  it('are told apart from somebody of that organization by the same attempts', async () => {
    const insider = { ...organizations, strangers: { owner: organizations.owner } }
    expect((await tryPageTokens(sender, insider)).differences.length).toBeGreaterThan(0)
    // Last: some of it is deleted.
    expect((await tryStrangers(sender, insider, { each: 1, seed: SEED })).differences.length).toBeGreaterThan(10)
  }, 60_000)
})
