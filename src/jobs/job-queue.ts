import { setTimeout as delay } from 'node:timers/promises'
import type { EntityManager } from '@mikro-orm/postgresql'
import { fromKysely, PgBoss, type QueueResult } from 'pg-boss'
import type { Logger } from 'pino'
import type { Database } from '../storage/engine/database.ts'
import { GIVEN_UP } from '../storage/tables/jobs.ts'
import { sendingDatabase } from './job-database.ts'
import { type JobHandlers, JobRunner } from './job-runner.ts'
import { type JobName, type JobPayloads, queueNames } from './job-table.ts'

/** Period, ms, and number of looks for what another process is about to make. */
const WAIT_MS = 100
const LOOKS = 300

/** Jobs by queue and by what they do. */
export interface JobCounts {
  queues: readonly Pick<QueueResult, 'name' | 'readyCount' | 'deferredCount' | 'activeCount'>[]
  givenUp: number
}

/** The background jobs of a database, for a process that carries them out, or only sends them. */
export class JobQueue implements AsyncDisposable {
  /** Sends. Makes nothing: the tables and queues must be there, or come. */
  readonly #boss: PgBoss
  readonly #runner: JobRunner | undefined

  /** @param carriesOut whether jobs are carried out in this process */
  constructor(database: Database, log: Logger, { carriesOut }: { carriesOut: boolean }) {
    this.#runner = carriesOut ? new JobRunner(database, log) : undefined
    this.#boss = new PgBoss({
      ...sendingDatabase(database),
      migrate: false,
      schedule: false,
      supervise: false,
      useListenNotify: false,
      registerInstance: false,
    })
    this.#boss.on('error', error => log.warn({ err: error }, 'the queues of jobs could not be read'))
  }

  /**
   * Resolves when jobs can be sent. What that needs is made by a process that carries out jobs, the first time and after a
   * change of the program; else it is there, and seeing that takes a fraction of what the start of the jobs does.
   */
  async open(): Promise<void> {
    if (this.#runner) {
      if (await this.#canSend()) return
      await this.#runner.prepare()
    }
    await this.#untilItCanSend()
  }

  /** Begins to carry out jobs. */
  async start(handlers: JobHandlers): Promise<void> {
    await this.#runner?.start(handlers)
  }

  /**
   * Enqueues jobs in the entity manager's transaction, with one statement: they exist if and only if that is committed. One
   * whose key is waiting already is left out.
   */
  async send<Name extends JobName>(
    em: EntityManager,
    name: Name,
    jobs: readonly { payload: JobPayloads[Name]; key: string }[],
  ): Promise<void> {
    const db = fromKysely(em.getKysely() as Parameters<typeof fromKysely>[0])
    await this.#boss.insert(
      name,
      jobs.map(({ payload, key }) => ({ data: payload, singletonKey: key })),
      { db, returnId: false },
    )
  }

  /** Jobs of each queue, and those that were given up, as they were counted last: at most 15 s ago. */
  async counts(): Promise<JobCounts> {
    const queues = await this.#boss.getQueues(queueNames)
    return {
      queues: queues.filter(({ name }) => name !== GIVEN_UP),
      givenUp: queues.find(({ name }) => name === GIVEN_UP)?.queuedCount ?? 0,
    }
  }

  /**
   * Puts a job that was given up back into its queue, in the entity manager's transaction.
   * @returns false when the queue holds one about the same thing
   */
  async retry(em: EntityManager, id: string): Promise<boolean> {
    const db = fromKysely(em.getKysely() as Parameters<typeof fromKysely>[0])
    return (await this.#boss.redrive(GIVEN_UP, { ids: [id], db })) === 1
  }

  /** Finishes what is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runner?.stop()
    await this.#boss.stop()
  }

  /** Whether jobs can be sent: their tables are those of this program, and every queue is there. */
  async #canSend(): Promise<boolean> {
    try {
      await this.#boss.start()
      return (await this.#boss.getQueues(queueNames)).length === queueNames.length
    } catch {
      return false
    }
  }

  /** Resolves when jobs can be sent: another process may be making what that needs. @throws Error when none does */
  async #untilItCanSend(): Promise<void> {
    for (let looks = 1; !(await this.#canSend()); looks++) {
      if (looks === LOOKS) throw new Error('No process has made the queues that jobs are sent to')
      await delay(WAIT_MS)
    }
  }
}
