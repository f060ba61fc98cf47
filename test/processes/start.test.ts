import { describe, expect, inject, it } from 'vitest'
import { migrations } from '../../src/storage/migrations/index.ts'
import { joinCall } from '../operations/support/page.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { databaseEnvironment, runServerProcess, startServerProcess } from '../support/server-process.ts'
import { readRows } from '../support/stored-rows.ts'

const DAY_MS = 24 * 60 * 60 * 1000

const PARTITIONS = `
  select child.relname as name
    from pg_inherits join pg_class child on child.oid = inhrelid join pg_class parent on parent.oid = inhparent
   where parent.relname = 'event' and child.relkind = 'r'`

/** The default partition, and one a day from the day of the first start to a week later. */
async function expectPartitions(database: TestDatabase, startedAt: number): Promise<void> {
  const names = (await readRows<{ name: string }>(database, PARTITIONS, [])).map(({ name }) => name)
  const nameAt = (time: number) => `event_${new Date(time).toISOString().slice(0, 10).replaceAll('-', '')}`
  // A start around midnight may count from either day: it has the days that both have.
  const days = [Date.now(), startedAt + 7 * DAY_MS, ...[1, 2, 3, 4, 5, 6].map(day => startedAt + day * DAY_MS)]
  expect(names).toEqual(expect.arrayContaining(['event_default', ...days.map(nameAt)]))
  expect(names).toHaveLength(9)
}

describe('a data folder', () => {
  it('is refused to a second server while the first one runs, and free after it was killed', async () => {
    await using database = await createDatabase('embedded')
    await using first = await startServerProcess(database)
    const second = await runServerProcess(databaseEnvironment(database))
    expect(second).toMatchObject({ code: 1, stdout: '' })
    expect(second.stderr).toContain(`The data folder ${database.config.dataDir} is in use by another server`)
    expect(second.stderr.trim().split('\n')).toHaveLength(1)
    expect(second.durationMs).toBeLessThan(60_000)

    const page = await joinCall(first.api, { conferenceId: 'folder', userId: 'alice' })
    first.kill('SIGKILL')
    expect(await first.exited).toEqual({ code: null, signal: 'SIGKILL' })
    await using third = await startServerProcess(database)
    await page.at(third.api).post('/events/browser', { eventName: 'after the kill' })
    await third.stop()
    expect(await readRows(database, 'select type from event', [])).toEqual([{ type: 'after the kill' }])
  }, 60_000)
})

describe('the first start on an empty data folder', () => {
  it('makes a partition a day for today and a week ahead, and the default one', async () => {
    // The folder that is copied was set up by a server when the tests began: at most a quarter of an hour ago.
    await using database = await createDatabase('embedded')
    await expectPartitions(database, Date.now() - 15 * 60 * 1000)
  })
})

describe.runIf(inject('postgresUrl'))('two servers started at once on an empty PostgreSQL database', () => {
  it('both come up and serve the same calls, the schema is made once', async () => {
    await using database = await createDatabase('postgres', { migrated: false })
    const startedAt = Date.now()
    // The smallest pool: one connection holds the lock under which the other one migrates.
    const started = await Promise.allSettled(
      [1, 2].map(() => startServerProcess(database, { DATABASE_POOL_SIZE: '2' })),
    )
    const servers = started.map(each => {
      if (each.status === 'rejected') throw each.reason
      return each.value
    })
    await using one = servers[0]
    await using two = servers[1]
    if (!one || !two) return expect.unreachable('two servers')
    const alice = await joinCall(one.api, { conferenceId: 'both', userId: 'alice' })
    const bob = await joinCall(two.api, { conferenceId: 'both', userId: 'bob' })
    await alice.at(two.api).post('/events/browser', { eventName: 'from alice' })
    await bob.at(one.api).post('/events/browser', { eventName: 'from bob' })
    expect(await readRows(database, 'select type from event order by type', [])).toEqual([
      { type: 'from alice' },
      { type: 'from bob' },
    ])
    const count = async (table: string) => (await readRows(database, `select count(*)::int as n from ${table}`, []))[0]
    expect(await count('schema_migration')).toEqual({ n: migrations.length })
    expect(await count('organization')).toEqual({ n: 1 })
    expect(await count('app')).toEqual({ n: 1 })
    expect(await count('conference')).toEqual({ n: 1 })
    await expectPartitions(database, startedAt)
  })
})
