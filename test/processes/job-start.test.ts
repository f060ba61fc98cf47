import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { addConnection, joinCall } from '../operations/support/page.ts'
import { createDatabase, engines, type TestDatabase } from '../support/database.ts'
import { databaseEnvironment, runServerProcess, startServerProcess } from '../support/server-process.ts'
import { readRows } from '../support/stored-rows.ts'
import { startTestServer } from '../support/test-server.ts'

/** On a busy machine. */
const PATIENCE_MS = 20_000

/** A call that has just ended. */
async function endedCall(api: string, conferenceId: string): Promise<void> {
  const page = await joinCall(api, { conferenceId, userId: 'alice' })
  await addConnection(page, 'bob')
  await page.post('/events/browser', { eventName: 'endCall' })
}

async function untilRow(database: TestDatabase, sql: string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await delay(50)) {
    if ((await readRows(database, sql, [])).length > 0) return
  }
  throw new Error(`No row came of: ${sql}`)
}

describe.each(engines())('a server on %s whose jobs cannot be started', engine => {
  it('stops and says why', async () => {
    await using database = await createDatabase(engine)
    await readRows(database, 'alter table job.schedule rename to schedule_elsewhere', [])
    const { code, stderr } = await runServerProcess(databaseEnvironment(database))
    expect(code).toBe(1)
    expect(stderr).toContain('job.schedule')
  }, 60_000)
})

describe.each(engines())('a server on %s with an empty database', engine => {
  it('takes jobs from its first answer on', async () => {
    await using database = await createDatabase(engine, { migrated: false })
    await using server = await startTestServer(engine, {}, database)
    await endedCall(server.api, 'at once')
    await server.stop()
    expect(await readRows(database, `select from job.job where name = 'summary'`, [])).toHaveLength(1)
  }, 60_000)
})

describe.runIf(inject('postgresUrl'))('a server on postgres whose jobs start late', () => {
  it('answers meanwhile, and carries out afterwards what was sent', async () => {
    await using database = await createDatabase('postgres')
    const blocker = new pg.Client({ connectionString: database.config.databaseUrl ?? '' })
    await blocker.connect()
    // Schedules can be read, not written.
    await blocker.query('begin; lock table job.schedule in share mode')
    await using server = await startServerProcess(database)
    await untilRow(
      database,
      `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%job.schedule%'`,
    )
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    await endedCall(server.api, 'meanwhile')
    expect(await readRows(database, `select from job.job where name = 'summary'`, [])).toHaveLength(1)
    await blocker.query('rollback')
    await blocker.end()
    await untilRow(database, `select from summary where state = 'done'`)
    expect(await server.stop()).toEqual({ code: 0, signal: null })
  }, 60_000)
})

describe.runIf(inject('postgresUrl'))('several processes on an empty database', () => {
  it('start, and carry out jobs', async () => {
    await using database = await createDatabase('postgres', { migrated: false })
    await using server = await startServerProcess(database, { WORKERS: '2', DEFAULT_ADMIN_PASSWORD: 'of the tests' })
    expect(server.output.stderr).toContain('admin@localhost can sign in')
    await endedCall(server.api, 'by two')
    await untilRow(database, `select from summary where state = 'done'`)
    expect(await server.stop()).toEqual({ code: 0, signal: null })
  }, 60_000)
})
