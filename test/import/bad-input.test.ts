import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { explainFailure } from '../../src/import/explain-failure.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { hasSharedData } from '../support/shared-data.ts'
import { readRows } from '../support/stored-rows.ts'
import { startTestServer } from '../support/test-server.ts'
import { createEmptyTarget } from './support/empty-target.ts'
import { importInto } from './support/import-into.ts'
import { createSourceCopy, type SourceCopy } from './support/source-database.ts'

const APP = 'a0000000-0000-4000-8000-000000000001'
const API_KEY = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6'
const ORGANIZATION = 'a0000000-0000-4000-8000-0000000000aa'

/** A call with everything in it. */
const CALL = '4a6bae4e-7feb-41d3-ab16-724635efa655'

const failureOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    error => explainFailure(error).message,
  )

describe.runIf(inject('postgresUrl') && hasSharedData())('import', () => {
  let recorded: SourceCopy

  beforeAll(async () => {
    recorded = await createSourceCopy()
  })

  afterAll(() => recorded?.[Symbol.asyncDispose]())

  const rows = (database: TestDatabase, sql: string, parameters: unknown[] = []) => readRows(database, sql, parameters)

  it('refuses a database that is not of a PeerMetrics server', async () => {
    await using target = await createEmptyTarget()
    expect(await failureOf(importInto(target, target.config.databaseUrl ?? ''))).toMatch(
      /^This is not the database of a PeerMetrics server: it has no table users/,
    )
  })

  it('refuses a database that cannot be reached, without showing its password', async () => {
    await using target = await createEmptyTarget()
    const message = await failureOf(importInto(target, 'postgres://someone:hush@127.0.0.1:1/none'))
    expect(message).toMatch(/^The database to import from cannot be reached/)
    expect(message).not.toContain('hush')
  })

  it('refuses a newer schema and takes an older one', async () => {
    await using source = await createSourceCopy()
    await using target = await createEmptyTarget()
    await source.query(`insert into django_migrations (app, name, applied) values ('app', '0005_new', now())`)
    expect(await failureOf(importInto(target, source.url))).toContain('of a newer server: its migration 0005_new')
    await source.query(`delete from django_migrations where app = 'app' and name <> '0001_initial'`)
    await source.query('drop index idx_genevent_app_created')
    expect((await importInto(target, source.url)).isComplete).toBe(true)
  })

  it('names the table that may not be read', async () => {
    await using source = await createSourceCopy()
    await using target = await createEmptyTarget()
    const role = `reader_${randomUUID().slice(0, 8)}`
    await source.query(
      `create role ${role} login; grant select on all tables in schema public to ${role}; revoke select on app_issue from ${role}`,
    )
    try {
      const url = Object.assign(new URL(source.url), { username: role })
      expect(await failureOf(importInto(target, url.href))).toContain('may not read app_issue')
    } finally {
      await source.query(`drop owned by ${role}; drop role ${role}`)
    }
  })

  it('says that it goes on when the connection is lost in the middle, and does', async () => {
    await using source = await createSourceCopy()
    await using target = await createEmptyTarget()
    const others = `select pg_terminate_backend(pid) from pg_stat_activity
                     where application_name = 'peermetrics import' and datname = current_database()
                       and query like '%app_genericevent%' and wait_event_type = 'Lock'`
    const blocked = failureOf(importInto(target, source.url))
    // The events cannot be read while this lasts.
    const locking = source.query(`begin; lock table app_genericevent; select pg_sleep(30); commit`).catch(() => {})
    for (let tries = 0; tries < 400 && (await source.query(others)).length === 0; tries++) await delay(20)
    expect(await blocked).toMatch(/^The connection to a database was lost .* run the same command again to go on\.$/)
    await source.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query like 'begin; lock%' and pid <> pg_backend_pid()`,
    )
    await locking
    expect((await importInto(target, source.url)).isComplete).toBe(true)
  })

  it('says that the disk is full, stores no half call, and goes on later', async () => {
    await using target = await createDatabase('postgres')
    await withTrigger(target, `raise exception 'could not extend file' using errcode = '53100'`, async () => {
      expect(
        await failureOf(importInto(target, recorded.url, { appIds: ['dc1b5a8a-c1ed-4eb9-90b3-122913906fc6'] })),
      ).toMatch(/^The disk is full .* run the same command again/)
      expect(await rows(target, 'select from conference')).toEqual([])
    })
    const { isComplete } = await importInto(target, recorded.url, { appIds: ['dc1b5a8a-c1ed-4eb9-90b3-122913906fc6'] })
    expect(isComplete).toBe(true)
  })

  it('leaves an app out whose API key another app here has', async () => {
    // The app that a first start makes.
    await using target = await createDatabase('postgres')
    const { listing, isComplete } = await importInto(target, recorded.url)
    expect(isComplete).toBe(false)
    expect(listing.lines().join('\n')).toContain('API key another app here has')
    expect(await rows(target, 'select from conference where app_id = $1', [APP])).toEqual([])
    await rows(target, `update app set api_key = repeat('z', 32) where api_key = $1`, [API_KEY])
    expect((await importInto(target, recorded.url)).isComplete).toBe(true)
  })

  it('files a call under the one that is here with the same external id', async () => {
    await using target = await createEmptyTarget()
    await importInto(target, recorded.url, { appIds: ['dc1b5a8a-c1ed-4eb9-90b3-122913906fc6'] })
    const [call] = await recorded.query('select conference_id from conference where id = $1', [CALL])
    const [conference, participant] = [randomUUID(), randomUUID()]
    await rows(
      target,
      `insert into app (id, organization_id, name, api_key, interval, durations_days, thresholds, created_at)
       values ($1, $2, 'test app', $3, 10000, '{}', '{}', now())`,
      [APP, ORGANIZATION, API_KEY],
    )
    await rows(
      target,
      'insert into conference (id, app_id, external_id, info, created_at) values ($1, $2, $3, $4, now())',
      [conference, APP, call?.['conference_id'], '{}'],
    )
    await rows(
      target,
      `insert into participant (id, app_id, external_id, created_at) values ($1, $2, 'alice', now())`,
      [participant, APP],
    )
    const { isComplete, listing } = await importInto(target, recorded.url)
    expect(isComplete, listing.lines().join('\n')).toBe(true)
    expect(await rows(target, 'select from conference where id = $1', [CALL])).toEqual([])
    const [{ events, sessions } = {}] = await rows(
      target,
      `select (select count(*)::int from event where conference_id = $1) as events,
         (select count(*)::int from session where conference_id = $1 and participant_id = $2) as sessions`,
      [conference, participant],
    )
    expect(events).toBeGreaterThan(80)
    expect(sessions).toBe(1)
  })

  it('gives the second of two users with one address another one, and lists who needs a password', async () => {
    await using source = await createSourceCopy()
    await using target = await createEmptyTarget()
    await source.query(
      `insert into users select '!unusable', null, false, 'Ann', 'Ann', 'Lee', 'ADMIN@admin.com', false, true, now(), gen_random_uuid(), null, '{}', true, 30, 0, now(), $1`,
      [ORGANIZATION],
    )
    const { listing } = await importInto(target, source.url)
    expect(listing.lines()).toEqual(
      expect.arrayContaining([
        expect.stringContaining('user who signs in with another e-mail address'),
        '    Ann: ann@localhost',
        expect.stringContaining('user without a usable password'),
        '    ann@localhost',
      ]),
    )
    expect(
      await rows(target, 'select email, name, role, password_hash from user_account join membership on user_id = id'),
    ).toEqual([{ email: 'ann@localhost', name: 'Ann Lee', role: 'owner', password_hash: '!' }])
  })

  it('takes JSON of any type in every JSON column, ends before starts, and reports without their connection', async () => {
    await using source = await createSourceCopy()
    const values = [`'null'`, `'[]'`, `'{}'`, `'"text"'`, `'false'`, `'12345678901234567890.5'`, `'[[{"a": null}]]'`]
    const columns = {
      app: ['durations_days'],
      conference: ['conference_info'],
      app_session: ['constraints', 'devices', 'platform', 'metadata', 'geo_ip', 'session_info'],
      app_connection: ['connection_info'],
      app_track: ['track_info'],
      app_issue: ['data'],
      app_genericevent: ['data'],
    }
    for (const [table, names] of Object.entries(columns)) {
      const change = names.map(
        name =>
          `${name} = (array[${values.join(', ')}])[1 + abs(hashtext(id::text || '${name}')) % ${values.length}]::jsonb`,
      )
      const where = table === 'app_genericevent' ? `where abs(hashtext(id::text)) % 3 = 0` : ''
      await source.query(`update ${table} set ${change.join(', ')} ${where}`)
    }
    await source.query(`update summary set data = '"odd"' where abs(hashtext(id::text)) % 2 = 0`)
    await source.query(`update app_session set end_time = created_at - interval '1 day'`)
    await source.query(
      `delete from app_genericevent where category = 'S' and track_id is null and abs(hashtext(id::text)) % 2 = 0`,
    )
    await using target = await createEmptyTarget()
    const { isComplete, output } = await importInto(target, source.url)
    expect(isComplete, output).toBe(true)
    await using server = await startTestServer('postgres', { privateApiAuth: false }, target)
    const paths = [
      '/conferences?appId=',
      '/sessions?appId=',
      '/connections?appId=',
      '/issues?appId=',
      '/sessions/summary?appId=',
      '/connections/setup-time-summary?appId=',
    ]
    for (const path of [
      ...paths.map(path => path + APP),
      `/conferences/${CALL}/events`,
      `/conferences/${CALL}/graphs`,
    ]) {
      expect((await fetch(server.api + path)).status, path).toBe(200)
    }
  })

  it('lists a row that is here with another content, and leaves it as it is', async () => {
    await using source = await createSourceCopy()
    await using target = await createEmptyTarget()
    await importInto(target, source.url)
    const [session] = await rows(target, 'select id from session where conference_id = $1', [CALL])
    await rows(target, `update session set app_version = 'changed here' where id = $1`, [session?.['id']])
    await rows(target, `update conference set name = 'mine' where id = $1`, [CALL])
    await source.query('update app_session set duration = duration + 1')
    const { listing, isComplete, output } = await importInto(target, source.url)
    expect(isComplete).toBe(false)
    expect(listing.lines().join('\n')).toContain(
      `session that is different here: left as it is\n    ${session?.['id']}`,
    )
    expect(output).toContain(`conference ${CALL}: sessions: ${session?.['id']} is changed here`)
    expect(await rows(target, 'select app_version from session where id = $1', [session?.['id']])).toEqual([
      { app_version: 'changed here' },
    ])
    expect(await rows(target, 'select name from conference where id = $1', [CALL])).toEqual([{ name: 'mine' }])
  })

  it('finds what differs when it compares', async () => {
    await using target = await createEmptyTarget()
    await importInto(target, recorded.url)
    const [track] = await rows(
      target,
      'select track.id from track join session on session.id = session_id where conference_id = $1',
      [CALL],
    )
    await rows(target, 'delete from issue where conference_id = $1', ['0cecd621-d5ee-4a99-81f5-490d49a99aab'])
    await rows(
      target,
      `update event set data = '{"other": true}' where id = (select id from event where report is null limit 1)`,
    )
    await rows(
      target,
      "update event set created_at = created_at + interval '1 microsecond' where id = (select id from event where report is not null and conference_id = $1 limit 1)",
      [CALL],
    )
    await rows(target, 'update issue set track_id = null; ')
    await rows(target, 'delete from track where id = $1', [track?.['id']])
    const { isComplete, output } = await importInto(target, recorded.url, { verifyOnly: true })
    expect(isComplete).toBe(false)
    expect(output).toMatch(
      new RegExp(`conference ${CALL}: events: checksum [0-9a-f]{16} .* there, [0-9a-f]{16} .* here`),
    )
    expect(output).toContain(`tracks: ${track?.['id']} is missing here`)
    expect(output).toMatch(/issues: .* is missing here/)
  })

  it('ends when another import into the database runs', async () => {
    await using target = await createEmptyTarget()
    const first = importInto(target, recorded.url)
    const messages = await Promise.all([failureOf(first), failureOf(importInto(target, recorded.url))])
    expect(messages.sort()).toEqual([
      'Another import into this database is running: wait for its end, or stop it',
      'none',
    ])
  })
})

/** Has every insert of a conference run a statement of PL/pgSQL. */
async function withTrigger(target: TestDatabase, statement: string, work: () => Promise<void>): Promise<void> {
  await readRows(
    target,
    `create function on_conference() returns trigger language plpgsql as $$ begin ${statement}; end $$`,
    [],
  )
  await readRows(
    target,
    'create trigger on_conference before insert on conference for each row execute function on_conference()',
    [],
  )
  await work()
  await readRows(target, 'drop trigger on_conference on conference', [])
}
