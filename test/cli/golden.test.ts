import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_API_TOKEN } from '../support/accounts.ts'
import { engines } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { person as newPerson, type Person } from './person.ts'
import { storeSample } from './sample.ts'

/** What differs from run to run, in place of which something of the same width is kept. */
const varying: [RegExp, (index: number) => string][] = [
  [
    /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g,
    index => `${String(index).padStart(8, '0')}-0000-0000-0000-000000000000`,
  ],
  [/\b[\da-z]{32}\b/g, index => `${'k'.repeat(30)}${String(index).padStart(2, '0')}`],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, () => '2026-01-02 03:04:05'],
  [/– \d\d:\d\d:\d\d/g, () => '– 03:04:05'],
  [/\d{4}-\d\d-\d\d/g, () => '2026-01-02'],
  [/http:\/\/127\.0\.0\.1:\d{5}/g, () => 'http://127.0.0.1:12345'],
]

function stable(text: string): string {
  return varying.reduce((all, [pattern, replacement]) => {
    const known = new Map<string, string>()
    return all.replaceAll(pattern, found => {
      const kept = known.get(found) ?? replacement(known.size + 1)
      known.set(found, kept)
      return kept
    })
  }, text)
}

const commands = [
  ['whoami'],
  ['conferences', 'list'],
  ['conferences', 'list', '--issue', 'connection_failed'],
  ['conferences', 'show', 'planning-17'],
  ['participants', 'list', '--oldest-first'],
  ['participants', 'show', 'alice'],
  ['issues', 'list'],
  ['search', 'planning'],
  ['events', 'planning-17'],
  ['stats', '--app', 'Demo app', '--since', '1h'],
  ['apps', 'list'],
  ['apps', 'show', 'Demo app'],
  ['orgs', 'list'],
  ['members', 'list', '--organization', 'acme'],
  ['maintenance', 'end-stale', '--dry-run'],
]

describe.each(engines())('what the command line prints, with a server on %s', engine => {
  let server: TestServer
  let person: Person

  beforeAll(async () => {
    server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN })
    await storeSample(server)
    person = newPerson({ PEERMETRICS_URL: server.url, PEERMETRICS_TOKEN: ADMIN_API_TOKEN })
  })
  afterAll(async () => {
    person[Symbol.dispose]()
    await server[Symbol.asyncDispose]()
  })

  const printed = async (columns: number | undefined, args: string[], environment = {}) => {
    const { code, stdout, stderr } = await person.run(
      args,
      columns === undefined ? { environment } : { columns, environment },
    )
    return `$ peermetrics ${args.join(' ')}\n${stdout}${stderr}${code === 0 ? '' : `exit code ${code}\n`}`
  }

  it.each([80, 140])('on a terminal of %i columns', async columns => {
    let all = ''
    for (const args of commands) all += `${await printed(columns, args, { NO_COLOR: '1' })}\n`
    await expect(stable(all)).toMatchFileSnapshot(`golden/${columns}-columns.txt`)
  })

  it('as CSV, ids, and in colours', async () => {
    let all = ''
    for (const args of commands.filter(([group = '']) => !['whoami', 'stats'].includes(group))) {
      if (['show'].includes(args[1] ?? '')) continue
      all += `${await printed(undefined, [...args, '--csv'])}\n${await printed(undefined, [...args, '--quiet'])}\n`
    }
    all += await printed(undefined, ['stats', 'issues', '--app', 'Demo app', '--csv'])
    all += await printed(60, ['conferences', 'list'])
    all += await printed(undefined, ['issues', 'list', '--limit', '1'], { FORCE_COLOR: '1' })
    await expect(stable(all)).toMatchFileSnapshot('golden/other-forms.txt')
  })

  it('on the narrowest terminals, the verdict before all else', async () => {
    const { stdout } = await person.run(['conferences', 'list'], { columns: 20, environment: { NO_COLOR: '1' } })
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^QUALITY/)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(20)
  })
})
