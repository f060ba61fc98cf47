import { type JobWithMetadata, PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import type { Database } from '../storage/engine/database.ts'
import { GIVEN_UP } from '../storage/tables/jobs.ts'
import { channels, type EndedJob } from '../telemetry/channels.ts'
import { tracer } from '../telemetry/tracing.ts'
import { carryingOutDatabase } from './job-database.ts'
import { type JobName, type JobPayloads, jobNames, jobTable } from './job-table.ts'

/** One try of a job. */
interface Attempt {
  /** Aborted when the server stops, or the job takes too long. */
  signal: AbortSignal
  /** Whether the job is given up when this fails. */
  isLast: boolean
}

/** Handler of each kind of job. */
export type JobHandlers = { [Name in JobName]: (payload: JobPayloads[Name], attempt: Attempt) => Promise<void> }

/** To PostgreSQL, beside the ORM's. */
const CONNECTIONS = 3

/** Period at which a server that is notified of jobs looks for them all the same. */
const BACKSTOP_SECONDS = 5

/** Period at which jobs of dead servers are looked for. */
const WATCH_SECONDS = 15

/** Work that is done once, by one of all servers of a database, and again when it fails. */
export class JobRunner {
  readonly #boss: PgBoss
  readonly #log: Logger
  readonly #stopping = new AbortController()
  #prepared: Promise<void> | undefined
  #started: Promise<void> | undefined

  constructor(database: Database, log: Logger) {
    this.#log = log
    this.#boss = new PgBoss({
      ...carryingOutDatabase(database, CONNECTIONS),
      useListenNotify: true,
      superviseIntervalSeconds: WATCH_SECONDS,
      monitorIntervalSeconds: WATCH_SECONDS,
    })
    this.#boss.on('error', error => log.warn({ err: error }, 'the job queue had a problem'))
  }

  /** Makes the tables and queues that jobs are sent to, where they are missing. */
  prepare(): Promise<void> {
    this.#prepared ??= this.#prepare()
    return this.#prepared
  }

  /** Makes the schedules and begins to work. */
  start(handlers: JobHandlers): Promise<void> {
    this.#started ??= this.#start(handlers)
    return this.#started
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    // Whoever waits for the start is told how it failed.
    await Promise.allSettled([this.#prepared, this.#started])
    await this.#boss.stop({ graceful: true, timeout: 3000 })
  }

  async #prepare(): Promise<void> {
    await this.#boss.start()
    await this.#boss.createQueue(GIVEN_UP)
    for (const name of jobNames) await this.#boss.createQueue(name, { ...jobTable[name].queue, deadLetter: GIVEN_UP })
  }

  async #start(handlers: JobHandlers): Promise<void> {
    await this.prepare()
    for (const name of jobNames) {
      if (this.#stopping.signal.aborted) return
      await this.#serve(name, handlers)
    }
  }

  async #serve<Name extends JobName>(name: Name, handlers: JobHandlers): Promise<void> {
    const { pollSeconds, schedule, repeatSeconds } = jobTable[name]
    const options = {
      pollingIntervalSeconds: pollSeconds,
      notifyPollingIntervalSeconds: Math.max(pollSeconds, BACKSTOP_SECONDS),
      includeMetadata: true,
    } as const
    let worker: string | undefined
    worker = await this.#boss.work(name, options, async ([job]: JobWithMetadata<JobPayloads[Name]>[]) => {
      if (!job) return
      // One notice may stand for several jobs, and many may wait: the next one is looked for at once.
      if (worker) this.#boss.notifyWorker(worker)
      await this.#carryOut(name, job, handlers[name])
      if (repeatSeconds) await this.#boss.send(name, {}, { startAfter: repeatSeconds })
    })
    if (schedule) await this.#boss.schedule(name, schedule.cron, {}, { tz: 'UTC' })
  }

  async #carryOut<Name extends JobName>(
    name: Name,
    job: JobWithMetadata<JobPayloads[Name]>,
    handle: JobHandlers[Name],
  ): Promise<void> {
    const isLast = job.retryCount >= job.retryLimit
    const span = tracer()?.job(name)
    const work = () => handle(job.data, { signal: job.signal, isLast })
    const startedAt = performance.now()
    const tell = (outcome: EndedJob['outcome']) => {
      if (!channels.job.hasSubscribers) return
      channels.job.publish({ queue: name, outcome, durationMs: performance.now() - startedAt })
    }
    try {
      await (span ? span.within(work) : work())
      tell('done')
      span?.end({ failure: undefined })
    } catch (error) {
      tell(isLast ? 'given_up' : 'failed')
      span?.end({ failure: error })
      const fields = { err: error, job: name, payload: job.data, attempt: job.retryCount + 1 }
      if (isLast) this.#log.error(fields, 'a job failed and will not be retried')
      else this.#log.warn(fields, 'a job failed and will be retried')
      throw error
    }
  }
}
