import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { importInto } from '../import/support/import-into.ts'
import { createSourceCopy, type SourceCopy } from '../import/support/source-database.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { engineFlags } from '../support/engine-flags.ts'
import { hasSharedData } from '../support/shared-data.ts'
import { readRows } from '../support/stored-rows.ts'

const LAUNCHER = fileURLToPath(new URL('../../bin/peermetrics-server.js', import.meta.url))

/** `npm run bench:import` kills more often. */
const KILLS = 2

/** Copies of the recorded calls: enough that an import takes a while. */
const COPIES = 8

interface Process {
  child: ChildProcess
  output: { stdout: string; stderr: string }
  exited: Promise<number | null>
}

function start(args: readonly string[], target?: TestDatabase): Process {
  const { dataDir, databaseUrl } = target?.config ?? { dataDir: '/nowhere', databaseUrl: null }
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) }
  const child = spawn(process.execPath, [...engineFlags, LAUNCHER, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  return { child, output, exited: once(child, 'close').then(([code]) => code as number | null) }
}

const run = async (args: readonly string[], target?: TestDatabase) => {
  const { output, exited } = start(args, target)
  return { code: await exited, ...output }
}

/** Everything that was imported, but for when, and for the ids of builds. */
const CONTENT = `
  select (select count(*)::int from conference) as conferences, (select count(*)::int from event) as events,
         (select md5(string_agg(md5(e::text), '' order by conference_id, id)) from event e) as event_rows,
         (select md5(string_agg(md5(s::text), '' order by id)) from session s) as sessions,
         (select md5(string_agg(md5(c::text), '' order by id)) from connection c) as connections,
         (select md5(string_agg(md5(t::text), '' order by id)) from track t) as tracks,
         (select md5(string_agg(md5(i::text), '' order by id)) from issue i) as issues,
         (select md5(string_agg(md5(p::text), '' order by id)) from participant p) as participants`

describe.runIf(inject('postgresUrl') && hasSharedData())('peermetrics-server import', () => {
  let source: SourceCopy

  beforeAll(async () => {
    source = await createSourceCopy()
    await multiply(source)
  }, 60_000)

  afterAll(() => source?.[Symbol.asyncDispose]())

  it('goes on after it was killed, to the same end as without', async () => {
    await using undisturbed = await createDatabase('postgres', { migrated: false })
    await using target = await createDatabase('postgres', { migrated: false })
    expect((await importInto(undisturbed, source.url)).isComplete).toBe(true)
    for (let kill = 0; kill < KILLS; kill++) {
      const before = await conferences(target)
      const { child, exited } = start(['import', '--from', source.url], target)
      await copied(target, before + 1)
      // The next batch waits before its end, however fast the machine is.
      await whileLocked(target, async () => {
        child.kill('SIGKILL')
        await exited
      })
    }
    expect(await conferences(target)).toBeLessThan(await conferences(undisturbed))
    const { code, stdout, stderr } = await run(['import', '--from', source.url], target)
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' })
    expect(await readRows(target, CONTENT, [])).toEqual(await readRows(undisturbed, CONTENT, []))
  }, 120_000)

  it('says what it would do and changes nothing', async () => {
    await using target = await createDatabase('postgres', { migrated: false })
    const { code, stdout, stderr } = await run(['import', '--from', source.url, '--dry-run'], target)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('up to migration 0004_dashboard_indexes')
    expect(stdout).toMatch(/app_genericevent: [\d,]+ rows/)
    expect(stdout).toMatch(/disk needed here: about \d+ MB/)
    expect(stdout).toContain('Nothing was changed.')
    expect(await direct(target, `select tablename from pg_tables where schemaname = 'public'`)).toEqual([])
  })

  it('takes an app and a date, into the embedded database as well', async () => {
    await using target = await createDatabase('embedded', { migrated: false })
    const args = ['import', '--from', source.url, '--app', 'dc1b5a8a-c1ed-4eb9-90b3-122913906fc6']
    const all = await run(args, target)
    expect({ code: all.code, stderr: all.stderr }, all.stdout).toEqual({ code: 0, stderr: '' })
    expect(await readRows(target, 'select name, (select count(*)::int from conference) as calls from app', [])).toEqual(
      [{ name: 'poison mwst0n9y', calls: 1 + COPIES }],
    )
    const later = await run([...args, '--since', '2030-01-01'], target)
    expect(later.stdout).toContain('0 calls compared')
  }, 60_000)

  it('says what is wrong with its arguments', async () => {
    await using target = await createDatabase('postgres', { migrated: false })
    for (const [args, code, message] of [
      [['import'], 2, /give one of '--from <url>' and '--from-data <folder>'/],
      [['import', '--from', 'http://host/'], 2, /postgres:\/\/ URL/],
      [['import', '--from-data', '.', '--follow'], 1, /only --verify goes with it/],
      [['import', '--from', source.url, '--app', 'mine'], 2, /id of an app/],
      [['import', '--from', source.url, '--since', 'yesterday'], 2, /must be a date/],
      [['frobnicate'], 2, /too many arguments|unknown command/],
      [['import', '--from', 'postgres://127.0.0.1:1/none'], 1, /cannot be reached/],
    ] as const) {
      const result = await run(args, target)
      expect({ args, code: result.code }).toEqual({ args, code })
      expect(result.stderr).toMatch(message)
    }
  }, 60_000)

  const conferences = async (target: TestDatabase): Promise<number> => {
    const rows = await direct(target, 'select count(*)::int as count from imported_conference').catch(() => [])
    return Number(rows[0]?.['count'] ?? 0)
  }

  async function copied(target: TestDatabase, count: number): Promise<void> {
    for (const end = Date.now() + 40_000; (await conferences(target)) < count && Date.now() < end; ) await delay(10)
  }
})

/** Reads a database as it is: nobody migrates it. */
async function direct({ config }: TestDatabase, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: config.databaseUrl ?? '' })
  await client.connect()
  return (await client.query(sql).finally(() => client.end())).rows
}

/** Nothing new counts as imported meanwhile. */
async function whileLocked({ config }: TestDatabase, act: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: config.databaseUrl ?? '' })
  await client.connect()
  await client.query('begin; lock table imported_conference in exclusive mode')
  await act()
  await client.end()
}

/** Adds copies of the calls of the recorded installation, with new ids. */
async function multiply(source: SourceCopy): Promise<void> {
  const id = (column: string) => `md5(${column}::text || n)::uuid`
  const copies = `generate_series(1, ${COPIES}) n`
  await source.query(`set session_replication_role = replica;
    insert into conference select ${id('id')}, conference_id || n, conference_name, conference_info, start_time, call_start, end_time, ongoing, duration, created_at, is_active, app_id
      from conference, ${copies} where length(conference_id) < 60;
    insert into participant_conferences (participant_id, conference_id) select participant_id, ${id('conference_id')} from participant_conferences, ${copies};
    insert into app_session select ${id('id')}, constraints, devices, platform, metadata, geo_ip, app_version, webrtc_sdk, session_info, duration, end_time, call_start, created_at, is_active, ${id('conference_id')}, participant_id
      from app_session, ${copies};
    insert into app_genericevent select ${id('id')}, type, category, data, created_at, is_active, app_id, ${id('conference_id')}, connection_id, participant_id, peer_id, ${id('session_id')}, null
      from app_genericevent, ${copies} where category <> 'S'`)
}
