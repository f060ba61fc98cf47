import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_API_TOKEN } from '../support/accounts.ts'
import { lightEngine } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { type Operator, operator } from './cli-process.ts'
import { person as newPerson, type Person } from './person.ts'
import { type Sample, storeSample } from './sample.ts'

const run = promisify(execFile)

let server: TestServer
let person: Person
let sample: Sample

beforeAll(async () => {
  server = await startTestServer(lightEngine(), { adminApiToken: ADMIN_API_TOKEN })
  sample = await storeSample(server)
  person = newPerson({ PEERMETRICS_URL: server.url, PEERMETRICS_TOKEN: ADMIN_API_TOKEN })
})
afterAll(async () => {
  person[Symbol.dispose]()
  await server[Symbol.asyncDispose]()
})

const succeed = async (...args: string[]) => {
  const result = await person.run(args)
  expect(result, args.join(' ')).toMatchObject({ code: 0, stderr: '' })
  return result.stdout
}
const jsonLines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))

/** What a shell prints that carries out printed calls. */
const execute = async (curl: string) =>
  (await run('bash', ['-c', curl], { encoding: 'buffer', env: { ...process.env, PEERMETRICS_TOKEN: ADMIN_API_TOKEN } }))
    .stdout

describe('printed calls', () => {
  it.each([
    ['conferences list --since 1h', 'rows'],
    ['participants list', 'participants'],
    ['issues list --app APP', 'issues'],
    ['search planning', 'matches'],
    ['events CONFERENCE --without stats', 'events'],
    ['apps list', 'apps'],
    ['orgs list', 'organizations'],
    ['users list', 'users'],
    ['maintenance end-stale --dry-run', 'conferences'],
  ])('of %s give the same answer', async (line, field) => {
    const { apps } = await sample.pm.apps.listApps({})
    const args = line
      .replace('APP', apps[0]?.id ?? '')
      .replace('CONFERENCE', sample.conferenceId)
      .split(' ')
    const curl = await succeed(...args, '--curl')
    expect(curl).toContain('"authorization: Bearer $PEERMETRICS_TOKEN"')
    expect(curl).not.toContain(ADMIN_API_TOKEN)
    const answer = JSON.parse((await execute(curl)).toString())
    expect(answer[field] ?? []).toEqual(jsonLines(await succeed(...args, '--json')))
  })

  it('of a stream stand behind their length', async () => {
    const curl = await succeed('conferences', 'export', sample.conferenceId, '--curl')
    const answer = await execute(curl)
    const messages: unknown[] = []
    for (let at = 0; at < answer.length; at += 5 + answer.readUInt32BE(at + 1)) {
      const text = answer.subarray(at + 5, at + 5 + answer.readUInt32BE(at + 1)).toString()
      if (answer[at] === 0) messages.push(JSON.parse(text))
    }
    expect(messages).toEqual(jsonLines(await succeed('conferences', 'export', sample.conferenceId)))
  })

  it('are all that happens: nothing is sent, and nobody is asked', async () => {
    const { apps } = await sample.pm.apps.listApps({})
    const curl = await succeed('apps', 'delete', apps[0]?.id ?? '', '--curl')
    expect(curl).toContain('AppService/DeleteApp')
    expect((await sample.pm.apps.listApps({})).apps).toHaveLength(apps.length)
    expect(await succeed('conferences', 'show', sample.conferenceId, '--curl')).toMatch(/GetConference'.+ListIssues'/s)
  })
})

describe('command lines', () => {
  const documents = ['README.md', 'packages/cli/README.md', ...readdirSync('docs').map(name => join('docs', name))]
  const lines = documents
    .filter(name => name.endsWith('.md'))
    .flatMap(name => readFileSync(name, 'utf8').match(/^(?:npx )?peermetrics .+$/gm) ?? [])

  it('of the documents mean something', async () => {
    expect(lines.length).toBeGreaterThan(80)
    for (const line of new Set(lines)) {
      const [, ...words] =
        line
          .replace(/^npx /, '')
          .replace(/ (?:[|<>#]|>>).*$/, '')
          .match(/"[^"]*"|\S+/g) ?? []
      const args = words.map(word => word.replaceAll('"', ''))
      const help = await person.run([...args, '--help'])
      expect(help.code, line).toBe(0)
      if (help.stdout.includes('--curl')) expect(await person.run([...args, '--curl']), line).toMatchObject({ code: 0 })
    }
  })
})

describe('CSV', () => {
  it('is no formula of a spreadsheet', async () => {
    const csv = await succeed('participants', 'list', '--csv')
    expect(csv).toMatch(/^name,external_id,kind,created,app,id\n/)
    expect(csv).toContain("'=Alice Ågren,alice")
    const events = await succeed('conferences', 'export', 'planning-17', '--events')
    expect(events.split('\n')[0]).toBe('time,category,type,participant,data,id')
    expect(events.trimEnd().split('\n').length).toBeGreaterThan(10)
  })
})

describe('an export', () => {
  it('of a participant is its records, and erasing asks for the external id', async () => {
    const kinds = jsonLines(await succeed('participants', 'export', 'alice')).map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['participant', 'conference', 'session', 'connection', 'event']))
    expect(await person.run(['participants', 'erase', 'carol'])).toMatchObject({ code: 2, stdout: '' })
    const wrong = await person.run(['participants', 'erase', 'carol'], { types: ['caro'] })
    expect(wrong).toMatchObject({ code: 2, stdout: '' })
    const erased = await person.run(['participants', 'erase', 'carol'], { types: ['carol'] })
    expect(erased.stdout).toMatch(/^Erased: 1 sessions/)
    expect((await person.run(['participants', 'show', 'carol'])).code).toBe(1)
  })
})

describe('administration', () => {
  it('changes organizations, members, users and apps', async () => {
    const id = (await succeed('orgs', 'create', 'Initech', '--quiet')).trim()
    await succeed('users', 'update', 'viewer@acme.test', '--name', 'Vera')
    expect(
      await succeed('members', 'add', 'viewer@acme.test', '--organization', id, '--role', 'owner', '--csv'),
    ).toContain('Vera,owner')
    await succeed('members', 'add', 'owner@acme.test', '--organization', id, '--role', 'owner')
    expect(
      await succeed(
        'members',
        'set-role',
        'viewer@acme.test',
        '--organization',
        'initech',
        '--role',
        'viewer',
        '--csv',
      ),
    ).toContain('Vera,viewer')
    await succeed('members', 'remove', 'viewer@acme.test', '--organization', id, '--yes')
    expect(await succeed('orgs', 'rename', 'Initech', 'Initrode', '--json')).toContain('"name":"Initrode"')
    const app = (await succeed('apps', 'create', 'Stapler', '--organization', 'Initrode', '--quiet')).trim()
    const settings = ['--recording', 'off', '--retention', '30', '--interval', '5', '--threshold', 'roundTripMs=400']
    const [updated] = jsonLines(await succeed('apps', 'update', 'stapler', ...settings, '--json'))
    expect(updated).toMatchObject({
      id: app,
      retentionDays: 30,
      statsIntervalMs: 5000,
      thresholds: { roundTripMs: 400 },
    })
    expect(updated.recording ?? false).toBe(false)
    expect(await person.run(['apps', 'delete', 'Stapler'], { types: ['n'] })).toMatchObject({ code: 2 })
    expect((await person.run(['apps', 'delete', 'Stapler'], { types: ['y'] })).stdout).toBe('Deleted.\n')
    await succeed('orgs', 'delete', 'Initrode', '--yes')
    const made = await person.run(['users', 'create', 'new@example.test', '--password', '-', '--quiet'], {
      input: 'a password of some length',
    })
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[\da-f-]{36}\n$/) })
    await succeed('users', 'deactivate', 'new@example.test', '--yes')
    expect(await succeed('users', 'list', '--csv')).toMatch(/new@example.test,,no,no/)
  })
})

describe('doctor', () => {
  it('finds nothing wrong with a server that is well, and names what is', async () => {
    const well = await person.run(['doctor', '--key', server.apiKey, '--origin', 'https://app.example.org'])
    expect(well.stdout.split('\n').map(line => line.slice(0, line.indexOf(':')))).toEqual([
      '✓ HTTP/1.1',
      '✓ HTTP/2',
      '✓ gRPC',
      '✓ Sign-in',
      '✓ Clock',
      '✓ Version',
      '✓ API key',
      '✓ CORS',
      '',
    ])
    expect(well.code).toBe(0)
    const ill = await person.run(['doctor', '--key', 'k'.repeat(32), '--token', 'wrong', '--json'])
    expect(ill.code).toBe(1)
    const failed = jsonLines(ill.stdout).filter(({ ok }) => !ok)
    expect(failed.map(({ check }) => check)).toEqual(['Sign-in', 'API key'])
    const gone = await person.run(['doctor', '--url', 'http://127.0.0.1:9'])
    expect(gone.stdout).toMatch(/^✗ HTTP\/1.1: the server cannot be reached \(ECONNREFUSED\). Is the server running/)
  })
})

describe('the process', () => {
  let other: Operator
  beforeAll(() => {
    other = operator()
  })
  afterAll(() => other[Symbol.dispose]())

  const environment = () => ({ PEERMETRICS_URL: server.url, PEERMETRICS_TOKEN: ADMIN_API_TOKEN, HOME: other.home })

  it('completes words in bash', async () => {
    const { stdout: script } = await other.run(['completion', 'bash'])
    const program = 'packages/cli/bin/peermetrics.js'
    const ask = `${script}
      peermetrics() { ${process.execPath} ${program} "$@"; }
      complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=\${#COMP_LINE}; COMPREPLY=()
        $(complete -p peermetrics | sed 's/.*-F \\([^ ]*\\).*/\\1/'); printf '%s\\n' "\${COMPREPLY[@]}"; }
      complete_words peermetrics conf
      complete_words peermetrics conferences sh
      complete_words peermetrics conferences list --iss
      complete_words peermetrics stats --app 'Demo'`
    const { stdout } = await run('bash', ['-c', ask], { env: { ...process.env, ...environment() } })
    expect(
      stdout
        .trim()
        .split('\n')
        .map(word => word.trim()),
    ).toEqual(['conferences', 'show', '--issue', 'Demo app'])
  })

  it('ends quietly when nobody reads on', async () => {
    const command = `${process.execPath} packages/cli/bin/peermetrics.js events ${sample.conferenceId} --json | head -n 1; echo "codes \${PIPESTATUS[*]}"`
    const { stdout, stderr } = await run('bash', ['-c', command], { env: { ...process.env, ...environment() } })
    expect(stdout).toMatch(/^\{.+\}\ncodes 0 0\n$/)
    expect(stderr).toBe('')
  })

  it('is interrupted with code 130, and prints no half line', async () => {
    const { child, exited } = other.start([
      'conferences',
      'watch',
      'standup',
      '--json',
      '--url',
      server.url,
      '--token',
      ADMIN_API_TOKEN,
    ])
    await new Promise(resolve => setTimeout(resolve, 700))
    child.kill('SIGINT')
    const { code, stdout, stderr } = await exited
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' })
    expect(stdout === '' || stdout.endsWith('\n')).toBe(true)
  })
})
