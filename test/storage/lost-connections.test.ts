import type { EntityManager } from '@mikro-orm/postgresql'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { openDatabase } from '../../src/storage/engine/database.ts'
import { isUnavailable } from '../../src/storage/engine/failures.ts'
import { query } from '../../src/storage/engine/sql.ts'
import { createDatabase } from '../support/database.ts'
import { testLog } from '../support/test-log.ts'

const POOL_SIZE = 3

type Lose = (pid: number) => Promise<void>

const backendOf = async (em: EntityManager): Promise<number> =>
  (await query<{ pid: number }>(em, 'select pg_backend_pid() as pid'))[0]?.pid ?? 0

/** Where a transaction is when its connection is lost. */
const moments: Record<string, (transaction: EntityManager, lose: Lose) => Promise<unknown>> = {
  'before a statement': async (transaction, lose) => {
    await lose(await backendOf(transaction))
    await query(transaction, 'select 1')
  },
  'during a statement': async (transaction, lose) => {
    const pid = await backendOf(transaction)
    await Promise.all([query(transaction, 'select pg_sleep(60)'), lose(pid)])
  },
  'before its commit': async (transaction, lose) => await lose(await backendOf(transaction)),
}

/** Resolves once so many have called it: each of them must be under way at the same time. */
function meeting(size: number): () => Promise<void> {
  const met = Promise.withResolvers<void>()
  let present = 0
  return () => {
    if (++present === size) met.resolve()
    return met.promise
  }
}

describe.runIf(inject('postgresUrl'))('connections to PostgreSQL that are lost within a transaction', () => {
  it.each(Object.entries(moments))('%s are replaced, all of the pool', async (_moment, work) => {
    await using database = await createDatabase('postgres')
    const url = database.config.databaseUrl ?? ''
    const opened = await openDatabase({ url, poolSize: POOL_SIZE }, testLog)
    await using _closed = { [Symbol.asyncDispose]: () => opened.close() }
    const killer = new pg.Client({ connectionString: url })
    await killer.connect()
    await using _ended = { [Symbol.asyncDispose]: () => killer.end() }
    const lose: Lose = async pid => void (await killer.query('select pg_terminate_backend($1)', [pid]))
    const together = <T>(work: (em: EntityManager) => Promise<T>) =>
      Promise.allSettled(Array.from({ length: POOL_SIZE }, () => opened.em().transactional(work)))

    const lost = await together(transaction => work(transaction, lose))
    expect(lost.map(outcome => outcome.status === 'rejected' && isUnavailable(outcome.reason))).toEqual(
      Array(POOL_SIZE).fill(true),
    )

    const meet = meeting(POOL_SIZE)
    const after = await together(async transaction => {
      await meet()
      return (await backendOf(transaction)) > 0
    })
    expect(after).toEqual(Array(POOL_SIZE).fill({ status: 'fulfilled', value: true }))
  })
})
