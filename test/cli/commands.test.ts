import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppService } from '../../gen/peermetrics/admin/v1/app_service_pb.js'
import { ADMIN_API_TOKEN, clientOf, createOrganization } from '../support/accounts.ts'
import { addConnection, join, statsReport, succeeded } from '../support/call.ts'
import { engines } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import type { CliResult } from './cli-process.ts'
import { person as newPerson, type Person } from './person.ts'

const MANY = 230

/** Words that would clear the screen of whoever reads them. */
const NAME = 'Planning \u001b[2J\u009b1mround'

/** A call with many events, a connection, an issue. */
async function makeCall(server: TestServer): Promise<void> {
  const body = { apiKey: server.apiKey, conferenceId: 'planning-17', conferenceName: NAME, userId: 'alice' }
  succeeded(await server.post('/initialize', { ...body, userName: 'Alice Ågren' }))
  const caller = await join(server, { conferenceId: 'planning-17', userId: 'alice' })
  const { token } = caller
  const { connectionId, peerId } = await addConnection(server, caller, 'bob', { peerName: '山田 Bob' })
  const about = { token, connectionId, peerId }
  succeeded(await server.post('/connection', { ...about, eventName: 'onconnectionstatechange', data: 'failed' }))
  const ticks = Array.from({ length: MANY }, (_, index) => ({ ...about, eventName: 'tick', data: { index } }))
  succeeded(await server.post('/connection/batch', { token, data: ticks }))
  succeeded(await server.post('/stats', { ...about, data: statsReport(1) }))
}

const jsonLines = ({ stdout }: CliResult) =>
  stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))

/** Cells of a table's lines, by its titles. */
function table({ stdout }: CliResult): Record<string, string>[] {
  const [head = '', ...lines] = stdout.trimEnd().split('\n')
  const titles = [...head.matchAll(/\S+(?: \S+)*/g)]
  return lines.map(line =>
    Object.fromEntries(
      titles.map((title, index) => [title[0], line.slice(title.index, titles[index + 1]?.index).trim()]),
    ),
  )
}

describe.each(engines())('the command line, with a server on %s', engine => {
  let server: TestServer
  let person: Person
  let conferenceId: string
  let appId: string

  const run = async (...args: string[]) => {
    const environment = { PEERMETRICS_URL: server.url, PEERMETRICS_TOKEN: ADMIN_API_TOKEN }
    return await person.run(args, { environment })
  }
  const succeed = async (...args: string[]) => {
    const result = await run(...args)
    expect(result, args.join(' ')).toMatchObject({ code: 0, stderr: '' })
    return result
  }

  beforeAll(async () => {
    server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN })
    person = newPerson()
    await makeCall(server)
    const { apps } = await clientOf(AppService, server, ADMIN_API_TOKEN).listApps({})
    appId = apps[0]?.id ?? ''
    const [row] = jsonLines(await succeed('conferences', 'list', '--json'))
    conferenceId = row.conference.id
  })
  afterAll(async () => {
    person[Symbol.dispose]()
    await server[Symbol.asyncDispose]()
  })

  it('lists conferences', async () => {
    const [row, ...others] = table(await succeed('conferences', 'list'))
    expect(others).toEqual([])
    expect(row).toMatchObject({ ID: conferenceId, STATE: 'ongoing', PEOPLE: '1', ERRORS: '1' })
    expect(row).toMatchObject({ 'EXTERNAL ID': 'planning-17', NAME: 'Planning \uFFFD[2J\uFFFD1mround' })
  })

  it('prints no control characters, as JSON neither', async () => {
    for (const format of [[], ['--json']]) {
      const { stdout } = await succeed('conferences', 'list', ...format)
      expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
    }
    const [row] = jsonLines(await succeed('conferences', 'list', '--json'))
    expect(row.conference.name).toBe(NAME)
  })

  it.each([
    [['--app', 'APP', '--issue', 'connection_failed'], 1],
    [['--issue', 'ice_failed'], 0],
    [['--since', '2020-01-01', '--until', '2021-01-01T00:00'], 0],
    [['--since', '2020-01-01T00:00:00+02:00'], 1],
  ])('filters conferences by %j', async (filters, count) => {
    const given = filters.map(word => (word === 'APP' ? appId : word))
    const result = await run('conferences', 'list', '--json', ...given)
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.stdout.split('\n').filter(Boolean)).toHaveLength(count)
  })

  it('shows a conference with all that belongs to it', async () => {
    const { stdout } = await succeed('conferences', 'show', conferenceId)
    expect(stdout).toMatch(/^(Not judged|Bad, so far: )/)
    for (const text of ['planning-17', 'Alice Ågren', '山田 Bob', 'Connection failed', 'connection_failed', 'failed']) {
      expect(stdout).toContain(text)
    }
    const [shown] = jsonLines(await succeed('conferences', 'show', conferenceId, '--json'))
    expect(Object.keys(shown).filter(key => key !== 'verdict')).toEqual([
      'conference',
      'participantVerdicts',
      'participants',
      'sessions',
      'connections',
      'issues',
    ])
    expect([shown.participants.length, shown.connections.length, shown.issues.length]).toEqual([2, 1, 1])
  })

  it('lists issues', async () => {
    const issues = table(await succeed('issues', 'list', '--conference', conferenceId))
    expect(issues).toMatchObject([{ CODE: 'connection_failed', SEVERITY: 'error', CONFERENCE: conferenceId }])
    const { PARTICIPANT } = issues[0] as Record<string, string>
    expect(table(await succeed('issues', 'list', '--participant', PARTICIPANT ?? ''))).toEqual(issues)
    expect(table(await succeed('issues', 'list', '--app', appId))).toEqual(issues)
    expect(table(await succeed('issues', 'list'))).toEqual(issues)
  })

  it('searches', async () => {
    const [match] = table(await succeed('search', 'planning'))
    expect(match).toMatchObject({ TYPE: 'conference', ID: conferenceId, 'EXTERNAL ID': 'planning-17' })
    const person = table(await succeed('search', 'Alice', 'Ågren'))
    expect(person[0]).toMatchObject({ TYPE: 'participant', NAME: 'Alice Ågren' })
  })

  it('prints raw data page by page, to the end or a limit', async () => {
    const ticks = jsonLines(await succeed('events', conferenceId, '--type', 'tick', '--json'))
    expect(ticks.map(({ data }) => data.index).toSorted((a, b) => a - b)).toEqual([...Array(MANY).keys()])
    const without = jsonLines(await succeed('events', conferenceId, '--without', 'tick', '--json'))
    expect(without.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['addConnection', 'onconnectionstatechange', 'stats']),
    )
    const some = jsonLines(await succeed('events', conferenceId, '--json', '--limit', '205'))
    expect(some).toHaveLength(205)
    const [event] = table(await succeed('events', conferenceId, '--limit', '1'))
    expect(event).toMatchObject({ CATEGORY: 'connection' })
  })

  it('says beside the output that there is nothing', async () => {
    const result = await run('search', 'zzzzzzzz')
    expect(result).toEqual({ code: 0, stdout: '', stderr: 'There is nothing to show.\n' })
    expect(await run('search', 'zzzzzzzz', '--json')).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  it('makes apps and gives them other keys', async () => {
    const [app] = table(await succeed('apps', 'create', 'Second app'))
    expect(app).toMatchObject({ NAME: 'Second app', RECORDING: 'yes', KEY: expect.stringMatching(/^[a-z0-9]{32}$/) })
    const { ID = '', KEY = '' } = app as Record<string, string>
    const joining = { conferenceId: 'c', userId: 'u' }
    succeeded(await server.post('/initialize', { apiKey: KEY, ...joining }))

    const key = (await succeed('apps', 'reset-key', ID, '--yes')).stdout.trim()
    expect(key).toMatch(/^[a-z0-9]{32}$/)
    expect((await server.post('/initialize', { apiKey: KEY, ...joining })).status).toBe(400)
    succeeded(await server.post('/initialize', { apiKey: key, ...joining }))

    const apps = jsonLines(await succeed('apps', 'list', '--json'))
    expect(apps.find(({ id }) => id === ID)).toMatchObject({ name: 'Second app', apiKey: key })
    expect(jsonLines(await succeed('apps', 'list', '--json', '--limit', '1'))).toHaveLength(1)
  })

  it('asks which organization when there are several', async () => {
    const { organizationId } = await createOrganization(server, `acme-${engine}`)
    const asked = await run('apps', 'create', 'Third app')
    expect(asked).toMatchObject({ code: 2, stdout: '' })
    expect(asked.stderr).toContain(organizationId)
    const [app] = table(await succeed('apps', 'create', 'Third app', '--organization', organizationId))
    expect(app).toMatchObject({ ORGANIZATION: organizationId })
    expect(table(await succeed('apps', 'list', '--organization', organizationId))).toEqual([app])
  })
})
