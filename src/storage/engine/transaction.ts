import { setTimeout as delay } from 'node:timers/promises'
import type { EntityManager } from '@mikro-orm/postgresql'
import { isConflict } from './failures.ts'
import { prepared } from './prepared-statements.ts'
import { query } from './sql.ts'

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

const BY_KEY_ONLY = prepared(`
  select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
         set_config('enable_mergejoin', 'off', true)`)

/**
 * The same for statements that find all their rows by keys. While a table is small, and by what is known of it before it
 * was looked at, reading all of it seems cheaper, and a prepared statement would go on doing so when it has grown.
 */
export const inTransactionByKeys = <T>(em: EntityManager, work: (em: EntityManager) => Promise<T>): Promise<T> =>
  inTransaction(em, async transaction => {
    await query(transaction, BY_KEY_ONLY)
    return await work(transaction)
  })
