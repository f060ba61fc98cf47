import { setTimeout as delay } from 'node:timers/promises'
import type { EntityManager } from '@mikro-orm/postgresql'
import { isConflict } from './failures.ts'

const ATTEMPTS = 5

/**
 * Runs `work` in one transaction. When PostgreSQL chose it as the victim of a deadlock, it is run again from the
 * start: `work` must have no effect outside the database.
 */
export async function inTransaction<T>(em: EntityManager, work: (em: EntityManager) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await em.fork().transactional(work)
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error
      await delay(Math.random() * 20 * attempt)
    }
  }
}
