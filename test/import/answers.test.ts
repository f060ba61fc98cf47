import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import type { JsonValue } from '../../src/domain/values/json.ts'
import type { TestDatabase } from '../support/database.ts'
import { hasSharedData, sharedPath } from '../support/shared-data.ts'
import { SESSION_TOKEN_SECRET } from '../support/test-config.ts'
import { exchange, startTestServer, type TestServer } from '../support/test-server.ts'
import { comparable, differences } from './support/compare-answers.ts'
import { createEmptyTarget } from './support/empty-target.ts'
import { importInto } from './support/import-into.ts'
import { createSourceCopy, type SourceCopy } from './support/source-database.ts'

interface Answer {
  status: number
  body: JsonValue
}

/** Soon after the recording: some lists show the last 30 days. */
const NOW = '2026-11-23T06:10:00Z'

/** Summaries are built when they are asked for. */
const BUILDING_LIMIT_MS = 30_000

const recorded = (): Record<string, Answer> =>
  JSON.parse(gunzipSync(readFileSync(sharedPath('data/existing-db-answers.json.gz'))).toString())

/** Every line that differs, by path. */
function expectedDifferences(): Record<string, string[]> {
  const file = new URL('./answer-differences.json', import.meta.url)
  const byReason: Record<string, Record<string, string[]>> = JSON.parse(readFileSync(file, 'utf8'))
  const all: Record<string, string[]> = {}
  for (const answers of Object.values(byReason)) {
    for (const [path, lines] of Object.entries(answers)) all[path] = [...(all[path] ?? []), ...lines].sort()
  }
  return all
}

/** The tables that an import writes, without what says when it did. */
const everything = (tables: readonly string[]) =>
  `select jsonb_build_object(${tables.map(table => `'${table}', (select md5(string_agg(t::text, ',' order by t::text)) from ${table} t)`).join(', ')}) as rows`

const TABLES = [
  ...['organization', 'app', 'user_account', 'membership', 'conference', 'participant', 'conference_participant'],
  ...['session', 'connection', 'track', 'issue', 'summary', 'summary_chunk', 'event', 'imported_conference'],
]

describe.runIf(inject('postgresUrl') && hasSharedData())('an imported installation', () => {
  let source: SourceCopy
  let database: TestDatabase
  let server: TestServer

  beforeAll(async () => {
    source = await createSourceCopy()
    database = await createEmptyTarget()
    const { isComplete } = await importInto(database, source.url)
    expect(isComplete).toBe(true)
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(NOW) })
    server = await startTestServer('postgres', { privateApiAuth: false }, database)
  })

  afterAll(async () => {
    vi.useRealTimers()
    await server?.[Symbol.asyncDispose]()
    await database?.[Symbol.asyncDispose]()
    await source?.[Symbol.asyncDispose]()
  })

  it('is left as it is by a second import', async () => {
    const before = await server.rows(everything(TABLES))
    const { isComplete } = await importInto(database, source.url)
    expect(isComplete).toBe(true)
    expect(await server.rows(everything(TABLES))).toEqual(before)
  })

  it('answers as the existing server did, but for what is listed', async () => {
    const answers = recorded()
    // Asking for graphs builds summaries, which find more in a call than the existing server did.
    const paths = Object.keys(answers).sort((a, b) => Number(a.endsWith('/graphs')) - Number(b.endsWith('/graphs')))
    const found: Record<string, string[]> = {}
    for (const path of paths) {
      const expected = comparable(path, answers[path] as Answer, true)
      const lines = differences(expected, comparable(path, await ask(path), false))
      if (lines.length > 0) found[path] = lines.sort()
    }
    expect(found).toEqual(expectedDifferences())
  }, 60_000)

  it('is signed in to with the old password, which is hashed anew', async () => {
    const signIn = (password: string) =>
      exchange(
        'POST',
        `${server.url}/peermetrics.admin.v1.AccountService/SignIn`,
        { email: 'admin@admin.com', password },
        { 'content-type': 'application/json' },
      )
    expect((await signIn('wrong')).status).toBe(401)
    expect((await signIn('admin')).status).toBe(200)
    const [user] = await server.rows('select password_hash from user_account')
    expect(user?.['password_hash']).toMatch(/^\$argon2id\$/)
    expect((await signIn('admin')).status).toBe(200)
  })

  it('takes reports of a session that began at the existing server', async () => {
    const [connection] = await server.rows(
      'select id, session_id, conference_id from connection where end_time is null limit 1',
    )
    const token = await new SignJWT({ s: connection?.['session_id'], t: Date.now() / 1000 })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(new TextEncoder().encode(SESSION_TOKEN_SECRET))
    const { status } = await server.post('/stats', {
      token,
      connectionId: connection?.['id'],
      data: { connection: {} },
    })
    expect(status).toBe(200)
  })

  async function ask(path: string): Promise<Answer> {
    for (const end = performance.now() + BUILDING_LIMIT_MS; ; await delay(50)) {
      const { status, body, text } = await exchange('GET', server.api + encodeURI(path))
      if (body?.building !== true || performance.now() > end) return { status, body: body ?? text }
    }
  }
})
