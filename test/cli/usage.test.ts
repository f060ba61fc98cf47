import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { ADMIN_API_TOKEN, createAccount } from '../support/accounts.ts'
import { lightEngine } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { person as newPerson, type Person } from './person.ts'

let server: TestServer
let person: Person
beforeAll(async () => {
  server = await startTestServer(lightEngine(), { adminApiToken: ADMIN_API_TOKEN })
})
afterAll(() => server[Symbol.asyncDispose]())
beforeEach(() => {
  person = newPerson()
  onTestFinished(() => person[Symbol.dispose]())
})

const fileOf = ({ home }: Person) => join(home, 'peermetrics', 'profiles.json')

describe('a sign-in', () => {
  it('is kept for its owner only, used by what follows, and forgotten', async () => {
    const signedIn = await person.run(['sign-in', '--url', `${server.url}/`, '--token', ADMIN_API_TOKEN])
    expect(signedIn).toMatchObject({ code: 0, stderr: '' })
    expect(signedIn.stdout).toContain(fileOf(person))
    expect(signedIn.stdout).not.toContain(ADMIN_API_TOKEN)
    expect(statSync(fileOf(person)).mode & 0o777).toBe(0o600)
    expect(statSync(join(person.home, 'peermetrics')).mode & 0o777).toBe(0o700)
    expect(readdirSync(join(person.home, 'peermetrics'))).toEqual(['profiles.json'])
    expect((await person.run(['apps', 'list'])).code).toBe(0)

    expect((await person.run(['sign-out'])).stdout).toMatch(/^Signed out of .+ stays valid/)
    expect((await person.run(['apps', 'list', '--url', server.url])).stderr).toContain('peermetrics sign-in')
    expect((await person.run(['sign-out'])).code).toBe(0)
  })

  it('reads the token from standard input, and replaces an older file that others could read', async () => {
    const { email, token } = await createAccount(server, 'operator@example.test')
    mkdirSync(join(person.home, 'peermetrics'))
    writeFileSync(fileOf(person), '{"current":"default","profiles":{}}', { mode: 0o644 })
    const args = ['sign-in', '--url', server.url, '--token', '-']
    const { code, stdout } = await person.run(args, { input: `${token}\n` })
    expect(code).toBe(0)
    expect(stdout).toContain(email)
    expect(statSync(fileOf(person)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(fileOf(person), 'utf8')).profiles.default).toEqual({ url: server.url, token, email })
  })

  it('with a wrong token is refused and not kept', async () => {
    const { code, stderr } = await person.run(['sign-in', '--url', server.url, '--token', 'no-token-of-this-server'])
    expect(code).toBe(4)
    expect(stderr).toMatch(/^peermetrics: the server does not know this token: .*sign-in.*\n$/)
    expect(() => statSync(fileOf(person))).toThrow()
  })

  it('yields to the environment, and that to options', async () => {
    await person.run(['sign-in', '--url', server.url, '--token', ADMIN_API_TOKEN])
    const wrong = { PEERMETRICS_TOKEN: 'no-token-of-this-server' }
    expect((await person.run(['apps', 'list'], { environment: wrong })).code).toBe(4)
    const right = await person.run(['apps', 'list', '--token', ADMIN_API_TOKEN], { environment: wrong })
    expect(right.code).toBe(0)
    const elsewhere = { PEERMETRICS_URL: `http://127.0.0.1:${await freePort()}` }
    expect((await person.run(['apps', 'list'], { environment: elsewhere })).stderr).toContain('ECONNREFUSED')
    expect((await person.run(['apps', 'list', '--url', server.url], { environment: elsewhere })).code).toBe(0)
  })

  it('is not needed where the server stands before the command, without its scheme', async () => {
    const { host } = new URL(server.url)
    const environment = { PEERMETRICS_TOKEN: ADMIN_API_TOKEN }
    expect((await person.run(['--url', host, 'apps', 'list'], { environment })).code).toBe(0)
    const elsewhere = `127.0.0.1:${await freePort()}`
    const { stderr } = await person.run(['--url', host, 'apps', 'list', '--url', elsewhere], { environment })
    expect(stderr).toContain('ECONNREFUSED')
  })

  it('is interrupted at a question with code 130', async () => {
    const interrupted = await person.run(['sign-in', '--url', server.url], { types: ['\u0003'] })
    expect(interrupted).toMatchObject({ code: 130, stdout: '' })
    expect(() => statSync(fileOf(person))).toThrow()
  })

  it('gives its token to no other server', async () => {
    await person.run(['sign-in', '--url', server.url, '--token', ADMIN_API_TOKEN])
    const authorizations: (string | undefined)[] = []
    const other = createServer((request, response) => {
      authorizations.push(request.headers.authorization)
      response.writeHead(404).end()
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await new Promise(resolve => other.once('listening', resolve))
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    const { code, stderr } = await person.run(['apps', 'list', '--url', url])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^peermetrics: .*is it a PeerMetrics server.*\n$/)
    expect(authorizations).toEqual([undefined])
  })

  it('that is damaged is named', async () => {
    mkdirSync(join(person.home, 'peermetrics'))
    writeFileSync(fileOf(person), '{"url": "http')
    const { code, stderr } = await person.run(['apps', 'list'])
    expect(code).toBe(1)
    expect(stderr).toContain(fileOf(person))
  })
})

describe('a failure', () => {
  it('to reach the server is told in one line', async () => {
    const { code, stdout, stderr } = await person.run([
      'search',
      'x',
      '--url',
      `http://127.0.0.1:${await freePort()}`,
      '--token',
      't',
    ])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^peermetrics: the server cannot be reached \(ECONNREFUSED\).+\n$/)
  })

  it.each([
    [['conferences', 'show', '01900000-0000-7000-8000-000000000000'], /no such conference/],
    [['events', 'nonsense'], /no such conference/],
    [['apps', 'reset-key', 'nonsense', '--yes'], /no such app/],
    [['apps', 'create', 'x', '--organization', 'nonsense'], /no such organization/],
    [['search', 'x'.repeat(65)], /64/],
  ])('of what %j asks is told in one line', async (args, reason) => {
    const environment = { PEERMETRICS_URL: server.url, PEERMETRICS_TOKEN: ADMIN_API_TOKEN }
    const { code, stdout, stderr } = await person.run(args, { environment })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^peermetrics: .+\n$/)
    expect(stderr).toMatch(reason)
  })

  it('of a web site to be a server is told in one line', async () => {
    const site = createServer((_request, response) => void response.end('<html>\n<p>hello</p>')).listen(0, '127.0.0.1')
    onTestFinished(() => void site.close())
    await new Promise(resolve => site.once('listening', resolve))
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
    const { code, stderr } = await person.run(['apps', 'list', '--url', url, '--token', 't'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^peermetrics: .*is the URL right\?\n$/)
  })

  it.each([
    [['frobnicate']],
    [['apps', 'frobnicate']],
    [['apps', 'list', '--frobnicate']],
    [['apps', 'create']],
    [['apps', 'list', 'more', 'words']],
    [['apps', 'list', '--limit', '0']],
    [['apps', 'list', '--limit', '-5']],
    [['apps', 'list', '--limit', '1e9']],
    [['apps', 'list', '--limit', 'all']],
    [['conferences', 'list', '--since', 'last week']],
    [['conferences', 'show']],
    [['search']],
    [['sign-in', '--token', 'x']],
    [['sign-in', '--url', 'http://127.0.0.1:1']],
    [['apps', 'list', '--url', 'ftp://example.org']],
    [['apps', 'list', '--url', 'http://me:secret@example.org']],
    [['apps', 'list', '--token', 'two\nlines']],
    [['apps', 'list', '--profile', 'nobody']],
    [['stats']],
    [['stats', 'everything', '--app', 'x']],
    [['completion', 'tcsh']],
    [['replay', 'x.json', '--key', 'k', '--speed', '0']],
    [[]],
  ])('of the command line %j exits with 2 and says so', async args => {
    const { code, stdout, stderr } = await person.run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/\S/)
    expect(stderr).not.toContain('    at ')
  })

  it.each([[['--help']], [['help', 'apps']], [['conferences', 'watch', '--help']]])('is not what %j is', async args => {
    const { code, stdout, stderr } = await person.run(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Usage: peermetrics')
  })
})
