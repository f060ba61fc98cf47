import type { EntityManager } from '@mikro-orm/postgresql'
import type { Job } from 'pg-boss'
import type { Logger } from 'pino'
import type { Database } from '../storage/database.ts'
import { type JobHandlers, JobRunner } from './job-runner.ts'
import { JobSender } from './job-sender.ts'
import type { JobName, JobPayloads } from './job-table.ts'

/** The background jobs of a database, for a process that carries them out, or only sends them. */
export class JobQueue implements AsyncDisposable {
  readonly #sender: JobSender
  readonly #runner: JobRunner | undefined

  /** @param carriesOut whether jobs are carried out in this process */
  constructor(database: Database, log: Logger, { carriesOut }: { carriesOut: boolean }) {
    this.#sender = new JobSender(database, log)
    this.#runner = carriesOut ? new JobRunner(database, log) : undefined
  }

  /**
   * Resolves when jobs can be sent. What that needs is made by a process that carries out jobs, the first time and after a
   * change of the program; else it is there, and seeing that takes a fraction of what the start of the jobs does.
   */
  async open(): Promise<void> {
    if (this.#runner) {
      if (await this.#sender.canSend()) return
      await this.#runner.prepare()
    }
    await this.#sender.untilItCanSend()
  }

  /** Begins to carry out jobs. */
  async start(handlers: JobHandlers): Promise<void> {
    await this.#runner?.start(handlers)
  }

  /** Enqueues a job in the entity manager's transaction: it exists if and only if that is committed. */
  async send<Name extends JobName>(
    em: EntityManager,
    name: Name,
    payload: JobPayloads[Name],
    key: string,
  ): Promise<void> {
    await this.#sender.send(em, name, payload, key)
  }

  /** Jobs that were given up, newest first. */
  async givenUp(): Promise<Job[]> {
    return await this.#sender.givenUp()
  }

  /** Finishes what is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runner?.stop()
    await this.#sender.stop()
  }
}
