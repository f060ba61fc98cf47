import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EmbeddedEngine } from '../../src/storage/embedded/engine.ts'
import { isUnavailable } from '../../src/storage/engine/failures.ts'
import { query } from '../../src/storage/engine/sql.ts'
import { mountSmallDisk } from '../../torture/system/small-disk.ts'
import { startTestApplication, type TestApplication } from '../support/application.ts'

const engineOf = ({ database: { native } }: TestApplication): EmbeddedEngine => {
  if ('engine' in native) return native.engine
  throw new Error('not embedded')
}

describe('the session of the embedded engine', () => {
  let application: TestApplication

  beforeAll(async () => {
    application = await startTestApplication('embedded')
  })
  afterAll(async () => {
    await application[Symbol.asyncDispose]()
  })

  const one = (em = application.database.em()) => query<{ one: number }>(em, 'select 1 as one', [], 'a test')

  /** Leaves a transaction that has failed, as after a rollback that could not be carried out. */
  async function leaveFailedTransaction(): Promise<void> {
    await engineOf(application).exec('begin')
    await expect(engineOf(application).exec('select 1 / 0')).rejects.toThrow('division by zero')
  }

  it('takes a transaction after one that was left failed', async () => {
    await leaveFailedTransaction()
    expect(await application.database.em().transactional(em => one(em))).toEqual([{ one: 1 }])
    expect(await one()).toEqual([{ one: 1 }])
  })

  it('takes a statement after a transaction that was left failed', async () => {
    await leaveFailedTransaction()
    expect(await one()).toEqual([{ one: 1 }])
  })

  it('answers after thousands of statements that failed', async () => {
    const engine = engineOf(application)
    for (let times = 0; times < 3000; times++)
      await expect(engine.query('select 1 / 0')).rejects.toMatchObject({ code: '22012' })
    expect(await one()).toEqual([{ one: 1 }])
  })

  it('refuses transactions and statements that come when the engine is closed', async () => {
    await using closed = await startTestApplication('embedded')
    await engineOf(closed).close()
    const { em } = closed.database
    await expect(em().transactional(each => one(each))).rejects.toSatisfy(isUnavailable)
    await expect(one(em())).rejects.toSatisfy(isUnavailable)
    await expect(em().transactional(async () => {})).rejects.toSatisfy(isUnavailable)
  })
})

/** MB: the data folder, and room for the table of the test. */
const DISK_MB = 120

/** PGlite is given up after this, in ms. */
const TURN_LIMIT_MS = 3000

const UPDATE = 'update filled set content = repeat(md5(random()::text), 20) where id % 20 = 0'

describe('the embedded engine whose log cannot grow', () => {
  it.for([
    {
      what: 'a transaction',
      write: (engine: EmbeddedEngine) => engine.transaction(each => each.exec(UPDATE)),
      reason: 'commit',
    },
    { what: 'a statement of its own', write: (engine: EmbeddedEngine) => engine.exec(UPDATE), reason: 'disk was full' },
  ])('says that it has failed in $what, and refuses what comes', async ({ write, reason }, context) => {
    using disk = mountSmallDisk(DISK_MB)
    if (!disk) return context.skip('a small disk cannot be mounted without root')
    const engine = new EmbeddedEngine({ dataFolder: join(disk.path, 'database'), turnLimitMs: TURN_LIMIT_MS })
    await engine.waitReady
    // Rows are changed within their pages: only the log takes space.
    await engine.exec(`create table filled (id int, content text) with (fillfactor = 30);
      insert into filled select id, repeat(md5(id::text), 20) from generate_series(1, 2000) id`)
    await engine.exec('vacuum filled')
    disk.fill(0)
    let failure: unknown
    for (let times = 0; times < 2000 && failure === undefined; times++)
      await write(engine).catch((error: unknown) => {
        failure = error
      })
    expect(isUnavailable(failure)).toBe(true)
    expect((await engine.failed).message).toContain(reason)
    disk.free()
    await expect(write(engine)).rejects.toSatisfy(isUnavailable)
    await engine.close()

    // The log is read from its last whole record.
    const again = new EmbeddedEngine({ dataFolder: join(disk.path, 'database') })
    await again.waitReady
    expect((await again.query('select count(*)::int as count from filled')).rows).toEqual([{ count: 2000 }])
    await again.close()
  })
})
