import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { playCall } from '../support/call.ts'
import { createDatabase, engines } from '../support/database.ts'
import { readRows } from '../support/stored-rows.ts'
import { startTestServer } from '../support/test-server.ts'

const LAUNCHER = fileURLToPath(new URL('../../bin/peermetrics-server.js', import.meta.url))

const run = (
  options: string[],
  env: Record<string, string>,
): Promise<{ code?: number; stdout: string; stderr: string }> =>
  promisify(execFile)(process.execPath, [LAUNCHER, 'distribute', ...options], { env }).catch(error => error)

describe.runIf(engines().includes('postgres'))('peermetrics-server distribute, where Citus is not installed', () => {
  it('says what is missing and what it would do, and changes nothing', async () => {
    await using database = await createDatabase('postgres')
    const DATABASE_URL = database.config.databaseUrl ?? ''
    const elsewhere = new URL(DATABASE_URL)
    elsewhere.pathname = '/postgres'
    const empty = await run(['--dry-run'], { DATABASE_URL: elsewhere.href })
    expect(empty.stdout).toContain('NOT   the database has no table event: run peermetrics-server migrate')
    const server = await startTestServer('postgres', {}, database)
    await playCall(server)
    const running = await run(['--dry-run'], { DATABASE_URL })
    expect(running.stdout).toMatch(/^NOT {3}[1-9]\d* connections of running servers: stop all servers/m)
    await server.stop()
    await readRows(database, 'analyze', [])

    const planned = await run(['--dry-run'], { DATABASE_URL })
    expect(planned).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was changed') })
    expect(planned.stdout.split('\n').filter(line => line.startsWith('NOT'))).toEqual([
      expect.stringContaining('the extension citus is not installed'),
    ])
    for (const found of ['has the table event', 'owns the table event', '0 connections of running servers']) {
      expect(planned.stdout).toMatch(new RegExp(`^ok .*${found}`, 'm'))
    }
    expect(planned.stdout).toContain(`select create_distributed_table('event', 'conference_id')`)
    const [stored] = await readRows<{ events: number }>(database, 'select count(*)::int as events from event', [])
    expect(planned.stdout).toContain(`copies about ${stored?.events} events`)
    expect(await run([], { DATABASE_URL })).toMatchObject({ code: 1, stdout: planned.stdout })
    expect(await readRows(database, 'select count(*)::int as events from event', [])).toEqual([stored])
  }, 60_000)

  it('finds what was added to the schema, and a role that may not', async () => {
    await using database = await createDatabase('postgres')
    await using server = await startTestServer('postgres', {}, database)
    await server.stop()
    const role = `ops_stranger_${randomUUID().slice(0, 8)}`
    const statements = [
      'create unique index ops_by_id on event_default (id)',
      'alter table event_default add constraint ops_of_app foreign key (app_id) references app',
      'create function ops_nothing() returns trigger language plpgsql as $$ begin return new; end $$',
      'create trigger ops_trigger before insert on event_default for each row execute function ops_nothing()',
      `create role ${role} login`,
    ]
    for (const statement of statements) await readRows(database, statement, [])
    const url = new URL(database.config.databaseUrl ?? '')
    url.username = role
    try {
      const { stdout } = await run(['--dry-run'], { DATABASE_URL: url.href })
      expect(stdout).toContain(`NOT   ${role} does not own the table event: connect as its owner`)
      const added = 'unique key ops_by_id without conference_id, foreign key ops_of_app, trigger ops_trigger'
      expect(stdout).toContain(`NOT   ${added}: remove what was added to the schema`)
    } finally {
      const client = new pg.Client({ connectionString: database.config.databaseUrl ?? '' })
      await client.connect()
      await client.query(`drop role ${role}`)
      await client.end()
    }
  }, 60_000)

  it('refuses the embedded database', async () => {
    expect(await run(['--dry-run'], {})).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The embedded database is on one machine: move to PostgreSQL first'),
    })
  })
})
