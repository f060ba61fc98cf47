import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Router } from '../src/http/router.ts'
import { routes } from '../src/http/routes.ts'
import { createDatabase, engines } from './support/database.ts'
import { expectDocumented } from './support/http-contract.ts'
import { type RecordedExchange, writeExamples } from './support/recorded-examples.ts'
import { hasSharedData, sharedPath } from './support/shared-data.ts'
import { readRows } from './support/stored-rows.ts'
import { API_KEY, INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET } from './support/test-config.ts'
import { startTestServer } from './support/test-server.ts'

const run = promisify(execFile)

const ADMIN_API_TOKEN = 'admin-api-token-of-the-tests'

interface Exchange extends RecordedExchange {
  name?: string
}

interface Recorded {
  name?: string
  expected?: { status: number; body: unknown } | null
}

const readSteps = <Step>(file: string): Step[] => (JSON.parse(readFileSync(file, 'utf8')) as { steps: Step[] }).steps

const router = new Router(routes)

/** Steps whose answers tell how long the conversation itself took: on a busy machine they are others. */
const timed = new Set([
  'end: connection C1',
  '/connections/setup-time-summary: created in this run',
  '/connections/setup-time-summary: again (cached)',
])

/** Whether a step is about a route that the server has by now, or about one that it will not have. */
function isAnswered({ name, expected }: Recorded, exchanges: Map<string | undefined, Exchange>): boolean {
  const request = exchanges.get(name)?.request
  if (!name || !request || timed.has(name)) return false
  const path = request.path.split('?')[0] ?? ''
  const { route, methods } = router.match(request.method, `/v1${path}`)
  return (
    name.startsWith('404') ||
    name.startsWith('webhook') ||
    route !== undefined ||
    (methods.length > 0 && expected?.status === 405)
  )
}

/** Holds the recorded conversation with a server and compares its answers with those of the Python server. */
async function converse(base: string, key: string, app: string, folder: string): Promise<string> {
  const expectedFile = join(folder, 'expected.json')
  const runFile = join(folder, 'run.json')
  await run(process.execPath, [
    sharedPath('tools/golden/run.mjs'),
    ...['--base', base, '--key', key, '--app', app, '--bearer', ADMIN_API_TOKEN, '--out', runFile],
    ...['--init-secret', INIT_TOKEN_SECRET, '--session-secret', SESSION_TOKEN_SECRET],
  ])
  const exchanges = readSteps<Exchange>(runFile).filter(step => step.name)
  const faults = exchanges.filter(({ response }) => (response?.status ?? 0) >= 500 || response?.status === 0)
  expect(faults, 'steps that were answered with a fault').toEqual([])
  for (const { request, response } of exchanges) {
    if (request && response) expectDocumented(request.method, `/v1${request.path}`, response.status, response.body)
  }
  if (process.env['UPDATE_EXAMPLES'])
    writeExamples(exchanges, (JSON.parse(readFileSync(runFile, 'utf8')) as { suffix: string }).suffix)
  const byName = new Map(exchanges.map(exchange => [exchange.name, exchange]))
  const recorded = readSteps<Recorded>(sharedPath('data/golden.json'))
  writeFileSync(expectedFile, JSON.stringify({ steps: recorded.filter(step => isAnswered(step, byName)) }))
  const allow = fileURLToPath(new URL('golden-deliberate.json', import.meta.url))
  const compare = [sharedPath('tools/golden/compare.mjs'), expectedFile, runFile, '--allow', allow]
  return await run(process.execPath, compare, { maxBuffer: 1 << 24 }).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  )
}

const APP = 'a0000000-0000-4000-8000-000000000001'
const ORGANIZATION = 'a0000000-0000-4000-8000-000000000002'

/** The conversation is about an app of its own, without calls, in an organization of its own. */
const EMPTY_APP = `do $$ begin
  delete from app;
  delete from organization;
  insert into organization (id, name, created_at) values ('${ORGANIZATION}', 'test_org', now());
  insert into app (id, organization_id, name, api_key, interval, durations_days, thresholds, created_at)
    values ('${APP}', '${ORGANIZATION}', 'test app', '${API_KEY}', 10000, '{}', '{}', now());
end $$`

describe.runIf(hasSharedData())('the recorded conversation with the Python server', () => {
  it.each(engines())(
    'is answered the same on %s, but for the deliberate differences',
    async engine => {
      await using database = await createDatabase(engine)
      await readRows(database, EMPTY_APP, [])
      await using server = await startTestServer(
        engine,
        {
          adminApiToken: ADMIN_API_TOKEN,
          // Some of its requests carry no credential, as none was asked for then.
          privateApiAuth: false,
          // It sends the location headers of App Engine itself.
          trustedProxies: ['127.0.0.0/8'],
          webDomain: 'localhost:8080',
        },
        database,
      )
      const folder = mkdtempSync(join(tmpdir(), 'peermetrics-golden-'))
      try {
        const report = await converse(server.api, server.apiKey, APP, folder)
        expect(report).toMatch(/unexplained 0,/)
        expect(report).not.toContain('STALE')
        expect(Number(/same (\d+)/.exec(report)?.[1])).toBeGreaterThan(330)
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
    120_000,
  )
})
