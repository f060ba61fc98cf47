import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { JobService, JobState } from '../../gen/peermetrics/admin/v1/job_service_pb.js'
import { ADMIN_API_TOKEN } from '../support/accounts.ts'
import { startTestApplication, type TestApplication } from '../support/application.ts'
import { applicationClient } from '../support/application-client.ts'
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

// Side by side: they wait for the interval at which servers look for jobs.
describe.concurrent.each(engines())('a job that fails on %s', engine => {
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
    expect(await application.rows(`select from job.job where name = 'given_up'`)).toEqual([])
  }, 60_000)

  it('is kept to be looked at when it is given up, and can be retried and discarded', async () => {
    await using application = await startTestApplication(engine, { adminApiToken: ADMIN_API_TOKEN })
    const jobs = applicationClient(JobService, application)
    const summaries = async () => (await jobs.listQueues({})).queues.find(({ name }) => name === 'summary')
    const conferenceId = await endCallInVain(application)
    await eventually(application, RETRIES)
    expect(await summaries()).toMatchObject({ retryingCount: 1, givenUpCount: 0 })
    const [retrying] = (await jobs.listJobs({ state: JobState.RETRYING })).jobs
    expect(retrying).toMatchObject({ failedTries: 1 })
    await expect(jobs.retryJob({ jobId: retrying?.id ?? '' })).rejects.toThrow('Only jobs that were given up')
    await application.rows(
      `update job.job set start_after = now(), retry_count = retry_limit - 1 where state = 'retry'`,
    )
    await eventually(application, `select from summary where state = 'error'`)
    await eventually(application, `select from job.job where name = 'given_up'`)
    expect(await summaries()).toMatchObject({ retryingCount: 0, givenUpCount: 1 })
    const { jobs: givenUp } = await jobs.listJobs({ queue: 'summary' })
    expect(givenUp).toMatchObject([
      {
        queue: 'summary',
        state: JobState.GIVEN_UP,
        payload: { conferenceId },
        error: expect.stringContaining('summary_chunk'),
        failedTries: 9,
        retryLimit: 8,
      },
    ])
    await application.rows('alter table summary_chunk_elsewhere rename to summary_chunk')
    await jobs.retryJob({ jobId: givenUp[0]?.id ?? '' })
    await eventually(application, `select from summary where state = 'done'`)
    await eventually(application, `select from job.job where name = 'summary' and state = 'completed'`)
    expect(await summaries()).toMatchObject({ givenUpCount: 0 })
    const [completed] = (await jobs.listJobs({ queue: 'summary', state: JobState.COMPLETED })).jobs
    await jobs.discardJob({ jobId: completed?.id ?? '' })
    expect((await jobs.listJobs({ queue: 'summary' })).jobs).toEqual([])
    await expect(jobs.discardJob({ jobId: completed?.id ?? '' })).rejects.toThrow('job not found')
    expect(await application.rows('select action from audit_entry order by id')).toEqual([
      { action: 'retry_job' },
      { action: 'discard_job' },
    ])
  }, 60_000)
})
