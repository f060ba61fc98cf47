import { setTimeout as delay } from 'node:timers/promises'
import type { EntityManager } from '@mikro-orm/postgresql'
import { fromKysely, type Job, PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import type { Database } from '../storage/database.ts'
import { sendingDatabase } from './job-database.ts'
import { GIVEN_UP, type JobName, type JobPayloads, queueNames } from './job-table.ts'

/** How often, and how many times, it is looked for what another process is about to make; ms. */
const WAIT_MS = 100
const LOOKS = 300

/** Sends jobs, for whoever carries them out. Makes nothing: the tables and queues must be there, or come. */
export class JobSender {
  readonly #boss: PgBoss

  constructor(database: Database, log: Logger) {
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

  /** Whether jobs can be sent: their tables are those of this program, and every queue is there. */
  async canSend(): Promise<boolean> {
    try {
      await this.#boss.start()
      return (await this.#boss.getQueues(queueNames)).length === queueNames.length
    } catch {
      return false
    }
  }

  /** Resolves when jobs can be sent: another process may be making what that needs. @throws Error when none does */
  async untilItCanSend(): Promise<void> {
    for (let looks = 1; !(await this.canSend()); looks++) {
      if (looks === LOOKS) throw new Error('No process has made the queues that jobs are sent to')
      await delay(WAIT_MS)
    }
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
    await this.#boss.stop()
  }
}
