import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { startTestApplication, type TestApplication } from '../support/application.ts'
import { engines } from '../support/database.ts'
import type { Row } from '../support/stored-rows.ts'
import { TimedCall } from '../support/timed-call.ts'

async function eventually(application: TestApplication, sql: string): Promise<Row> {
  for (let tries = 0; tries < 300; tries++) {
    const [row] = await application.rows(sql)
    if (row) return row
    await delay(100)
  }
  throw new Error(`Nothing came of ${sql}`)
}

/** A call whose summary cannot be written. */
async function endCallInVain(application: TestApplication): Promise<string> {
  await application.rows('alter table summary_chunk rename to summary_chunk_elsewhere')
  const call = new TimedCall(application, new Date(Date.now() - 60_000))
  await call.join('alice', 0)
  await call.connect('alice', 'connection', 'bob', 1)
  await call.pageEvent('alice', 'endCall', 30)
  return call.conferenceId
}

const RETRIES = `
  select retry_count, retry_backoff, start_after > now() as later, output ->> 'message' as message
    from job.job where name = 'summary' and state = 'retry'`

describe.each(engines())('a job that fails on %s', engine => {
  it('is tried again later, and then succeeds', async () => {
    await using application = await startTestApplication(engine)
    const conferenceId = await endCallInVain(application)
    expect(await eventually(application, RETRIES)).toMatchObject({
      retry_backoff: true,
      later: true,
      message: expect.stringContaining('summary_chunk'),
    })
    expect(await application.rows('select state from summary')).toEqual([{ state: 'ongoing' }])
    await application.rows('alter table summary_chunk_elsewhere rename to summary_chunk')
    await application.rows(`update job.job set start_after = now() where state = 'retry'`)
    await application.summarised(conferenceId)
    expect(await application.rows('select state from summary')).toEqual([{ state: 'done' }])
    expect(await application.jobs.givenUp()).toEqual([])
  }, 60_000)

  it('is kept to be looked at when it is given up, and the summary says so', async () => {
    await using application = await startTestApplication(engine)
    const conferenceId = await endCallInVain(application)
    await eventually(application, RETRIES)
    await application.rows(`update job.job set start_after = now(), retry_count = retry_limit where state = 'retry'`)
    await eventually(application, `select from summary where state = 'error'`)
    await eventually(application, `select from job.job where name = 'given_up'`)
    expect(await application.jobs.givenUp()).toMatchObject([{ data: { conferenceId } }])
  }, 60_000)
})
