import type { EntityManager } from '@mikro-orm/postgresql'
import { Client } from 'pg'
import { fromKysely, type Job, type JobWithMetadata, PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import type { Database } from '../storage/database.ts'
import { embeddedJobDatabase } from './job-database.ts'
import { type JobName, type JobPayloads, jobTable, type Schedule } from './job-table.ts'

/** One try of a job. */
interface Attempt {
  /** Aborted when the server stops, or the job takes too long. */
  signal: AbortSignal
  /** Whether the job is given up when this fails. */
  isLast: boolean
}

/** What carries out each kind of job. */
export type JobHandlers = { [Name in JobName]: (payload: JobPayloads[Name], attempt: Attempt) => Promise<void> }

/** Connections to PostgreSQL beside the ORM's, of a process that carries out jobs and of one that only sends them. */
const CONNECTIONS = { carryingOut: 3, sending: 1 }

/** How often a server that is notified of jobs looks for them all the same. */
const BACKSTOP_SECONDS = 5

/** How often it is looked for jobs whose server has died. */
const WATCH_SECONDS = 15

/** Where jobs go that were tried to the end. They stay there to be looked at. */
const GIVEN_UP = 'given_up'

/** Work that is done once, by one of all servers of a database, and again when it fails. */
export class JobQueue {
  readonly #boss: PgBoss
  readonly #log: Logger

  /** @param carriesOut whether jobs are carried out in this process */
  constructor(database: Database, log: Logger, { carriesOut }: { carriesOut: boolean }) {
    this.#log = log
    const { native } = database
    const connection =
      'url' in native
        ? {
            connectionString: native.url,
            max: carriesOut ? CONNECTIONS.carryingOut : CONNECTIONS.sending,
            // Handed on to the pool, as all that is not of pg-boss itself.
            Client: native.watch.clients(Client),
          }
        : { db: embeddedJobDatabase(native.engine, native.kysely), backend: 'pglite' as const }
    // One that only sends leaves schema and upkeep to those that carry out.
    const upkeep = { supervise: carriesOut, schedule: carriesOut, migrate: carriesOut, useListenNotify: carriesOut }
    this.#boss = new PgBoss({
      ...connection,
      ...upkeep,
      schema: 'job',
      reindex: false,
      superviseIntervalSeconds: WATCH_SECONDS,
      monitorIntervalSeconds: WATCH_SECONDS,
    })
    this.#boss.on('error', error => log.warn({ err: error }, 'the job queue had a problem'))
  }

  /** Makes the queues and schedules and begins to work; without handlers it can only send. */
  async start(handlers: JobHandlers | undefined): Promise<void> {
    await this.#boss.start()
    if (!handlers) return
    await this.#boss.createQueue(GIVEN_UP)
    for (const name of Object.keys(jobTable) as JobName[]) await this.#serve(name, handlers)
  }

  /** Enqueues a job in the entity manager's transaction: it exists if and only if that is committed. */
  async send<Name extends JobName>(
    em: EntityManager,
    name: Name,
    payload: JobPayloads[Name],
    key: string,
  ): Promise<void> {
    const db = fromKysely(em.getKysely() as Parameters<typeof fromKysely>[0])
    await this.#boss.send(name, payload, { db, singletonKey: key })
  }

  /** Jobs that were given up, newest first. */
  async givenUp(): Promise<Job[]> {
    return await this.#boss.findJobs(GIVEN_UP)
  }

  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: 3000 })
  }

  async #serve<Name extends JobName>(name: Name, handlers: JobHandlers): Promise<void> {
    const { queue, pollSeconds, schedule, repeatSeconds } = jobTable[name]
    await this.#boss.createQueue(name, { ...queue, deadLetter: GIVEN_UP })
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
    if (schedule) await this.#schedule(name, schedule)
  }

  async #carryOut<Name extends JobName>(
    name: Name,
    job: JobWithMetadata<JobPayloads[Name]>,
    handle: JobHandlers[Name],
  ): Promise<void> {
    const isLast = job.retryCount >= job.retryLimit
    try {
      await handle(job.data, { signal: job.signal, isLast })
    } catch (error) {
      const fields = { err: error, job: name, payload: job.data, attempt: job.retryCount + 1 }
      if (isLast) this.#log.error(fields, 'a job was given up')
      else this.#log.warn(fields, 'a job failed and will be tried again')
      throw error
    }
  }

  async #schedule(name: JobName, { cron }: Schedule): Promise<void> {
    await this.#boss.schedule(name, cron, {}, { tz: 'UTC' })
  }
}
