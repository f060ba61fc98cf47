import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { ADMIN_API_TOKEN, createAccount, createOrganization, PASSWORD } from '../support/accounts.ts'
import { lightEngine } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { person as newPerson, type Person } from './person.ts'

let server: TestServer
let person: Person
let email: string

beforeAll(async () => {
  server = await startTestServer(lightEngine(), { adminApiToken: ADMIN_API_TOKEN })
  email = (await createOrganization(server, 'signing-in')).owner.email
})
afterAll(() => server[Symbol.asyncDispose]())
beforeEach(() => {
  person = newPerson()
  onTestFinished(() => person[Symbol.dispose]())
})

const kept = () => JSON.parse(readFileSync(join(person.home, 'peermetrics/profiles.json'), 'utf8'))

describe('signing in at a terminal', () => {
  it('asks for what is missing, keeps a token of this machine and no password, and signing out revokes it', async () => {
    const { code, stdout, stderr } = await person.run(['sign-in'], { types: [server.url, email, PASSWORD] })
    expect(code).toBe(0)
    expect(stderr).toMatch(/Server \[.+E-mail: .+Password of /s)
    expect(stdout + stderr).not.toContain(PASSWORD)
    expect(JSON.stringify(kept())).not.toContain(PASSWORD)
    const { token } = kept().profiles.default
    expect((await person.run(['whoami'])).stdout).toBe(`${email} at ${server.url}: member of signing-in\n`)
    expect((await person.run(['apps', 'create', 'Mine'])).code).toBe(0)
    // A token of scope admin was not asked for.
    expect((await person.run(['members', 'remove', email, '--yes'])).code).toBe(1)

    expect((await person.run(['sign-out'])).stdout).toContain('its token is revoked')
    const after = await person.run(['whoami', '--url', server.url, '--token', token])
    expect(after).toMatchObject({ code: 4, stdout: '' })
  })

  it('reads the password from standard input where nobody can be asked', async () => {
    const args = ['sign-in', '--url', server.url, '--email', email, '--password', '-', '--admin', '--json']
    const { code, stdout } = await person.run(args, { input: `${PASSWORD}\n` })
    expect({ code, ...JSON.parse(stdout) }).toEqual({ code: 0, url: server.url, profile: 'default', email })
    expect((await person.run(['members', 'list', '--quiet'])).stdout.trim().split('\n')).toHaveLength(3)
    const wrong = await person.run(args, { input: 'not the password' })
    expect(wrong).toMatchObject({ code: 1, stdout: '' })
    expect(JSON.parse(wrong.stderr).error.reason).toBe('invalid_credentials')
  })

  it('keeps several servers, of which one is used', async () => {
    const signIn = (profile: string, token: string) =>
      person.run(['sign-in', '--url', server.url, '--token', token, '--profile', profile])
    const { token } = await createAccount(server, 'several@example.test')
    await signIn('default', ADMIN_API_TOKEN)
    await signIn('staging', token)
    const list = await person.run(['profiles', 'list', '--csv'])
    expect(list.stdout.split('\n')).toEqual([
      'name,current,server,e-mail',
      `default,,${server.url},`,
      `staging,yes,${server.url},several@example.test`,
      '',
    ])
    const who = async (args: string[], environment = {}) =>
      (await person.run(['whoami', ...args], { environment })).stdout
    expect(await who([])).toContain('several@example.test')
    expect(await who(['--profile', 'default'])).toContain('administrator')
    expect(await who([], { PEERMETRICS_PROFILE: 'default' })).toContain('administrator')
    await person.run(['profiles', 'use', 'default'])
    expect(await who([])).toContain('administrator')
    await person.run(['profiles', 'remove', 'default'])
    expect(await who([])).toContain('several@example.test')
    expect((await person.run(['profiles', 'use', 'default'])).code).toBe(2)
  })

  it('takes over the one sign-in of before, and works without a home', async () => {
    const { mkdirSync, writeFileSync, existsSync } = await import('node:fs')
    mkdirSync(join(person.home, 'peermetrics'))
    const old = join(person.home, 'peermetrics/sign-in.json')
    writeFileSync(old, JSON.stringify({ url: server.url, token: ADMIN_API_TOKEN }))
    expect((await person.run(['apps', 'list'])).code).toBe(0)
    await person.run(['profiles', 'use', 'default'])
    expect(existsSync(old)).toBe(false)
    expect(kept().profiles.default.url).toBe(server.url)
    const nowhere = {
      HOME: '/nonexistent',
      XDG_CONFIG_HOME: '',
      PEERMETRICS_URL: server.url,
      PEERMETRICS_TOKEN: ADMIN_API_TOKEN,
    }
    expect((await person.run(['apps', 'list'], { environment: nowhere })).code).toBe(0)
  })
})

describe('tokens', () => {
  it('are managed with the password, and a secret is shown once', async () => {
    const asOwner = { environment: { PEERMETRICS_URL: server.url }, input: PASSWORD }
    const who = ['--email', email, '--password', '-']
    const made = await person.run(
      ['tokens', 'create', 'ci', '--scope', 'read', 'write', '--expires', '2099-01-01', '--json', ...who],
      asOwner,
    )
    expect(made.code).toBe(0)
    const { secret, apiToken } = JSON.parse(made.stdout)
    expect(apiToken).toMatchObject({ name: 'ci', expireTime: '2099-01-01T00:00:00Z' })
    const list = await person.run(['tokens', 'list', ...who], asOwner)
    expect(list.stdout).toMatch(/ci +read, write +.+until 2099-01-01/)
    expect(list.stdout).not.toContain(secret)
    // A token cannot list or make others.
    const withToken = { environment: { PEERMETRICS_URL: server.url, PEERMETRICS_TOKEN: secret } }
    expect(await person.run(['tokens', 'list'], withToken)).toMatchObject({ code: 2, stdout: '' })
    const revoked = await person.run(['tokens', 'revoke', apiToken.id, '--yes', ...who], asOwner)
    expect(revoked).toEqual({ code: 0, stdout: 'Revoked.\n', stderr: '' })
    expect((await person.run(['whoami'], withToken)).code).toBe(4)
  })
})
