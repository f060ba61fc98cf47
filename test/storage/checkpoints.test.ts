import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Checkpoints } from '../../src/storage/embedded/checkpoints.ts'
import { startTestApplication } from '../support/application.ts'
import { testLog } from '../support/test-log.ts'

const limits = { maxWalBytes: 1024 * 1024, intervalMs: 20, holdTimeoutMs: 300 }

const WRITE = `insert into written select repeat(md5(n::text), 30) from generate_series(1, 3000) n`
const LAST = 'select redo_lsn::text as lsn from pg_control_checkpoint()'

it('checkpoints of the embedded engine are taken as WAL grows, except while one is held by a reader that goes on', async () => {
  await using application = await startTestApplication('embedded')
  const { native } = application.database
  if (!('engine' in native)) return expect.unreachable()
  using checkpoints = new Checkpoints(native.kysely, testLog, limits)
  await application.rows('create table written (text text)')
  const last = async () => (await application.rows(LAST))[0]?.['lsn']

  const first = await last()
  await application.rows(WRITE)
  await expect.poll(last).not.toBe(first)

  const hold = await checkpoints.hold()
  expect(await checkpoints.hold()).toBeUndefined()
  const held = await last()
  await application.rows(WRITE)
  for (let times = 0; times < 10; times++) {
    hold?.renew()
    await delay(20)
  }
  expect(await last()).toBe(held)

  await expect.poll(last).not.toBe(held)
  expect(() => hold?.renew()).toThrow('timed out')
  hold?.[Symbol.dispose]()
  using next = await checkpoints.hold()
  expect(next).toBeDefined()
})
