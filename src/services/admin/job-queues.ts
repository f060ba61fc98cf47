import type { EntityManager } from '@mikro-orm/postgresql'

/** The queues of background jobs. */
export interface JobQueues {
  /** Kinds of jobs. */
  readonly names: readonly string[]
  /** Puts a job that was given up back into its queue. @returns false when that holds one about the same thing */
  retry(em: EntityManager, id: string): Promise<boolean>
}
