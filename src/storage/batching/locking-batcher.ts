import type { EntityManager } from '@mikro-orm/postgresql'
import { DomainError } from '../../domain/values/errors.ts'
import { inTransactionByKeys } from '../engine/transaction.ts'
import { Batcher, type BatcherOptions, type QueuedItems } from './batcher.ts'

/** Outcome of an item that locks: `busy` when its rows are locked by somebody else. */
export type LockedOutcome<Result> = Result | DomainError | 'busy'

/**
 * Changes many things in the transaction.
 * @param skipsLocked leaves out, as `busy`, what somebody else has locked; otherwise it is waited for
 * @returns what came of each item, in their order
 */
export type LockingWork<Item, Result> = (
  em: EntityManager,
  items: readonly Item[],
  options: { skipsLocked: boolean },
) => Promise<readonly LockedOutcome<Result>[]>

/**
 * Carries out what locks rows, as far as they are free, in one transaction with what others ask for at the same time. What
 * has to wait for somebody waits alone, so that nobody else does.
 */
export class LockingBatcher<Item, Result> {
  readonly #em: () => EntityManager
  readonly #work: LockingWork<Item, Result>
  readonly #batcher: Batcher<Item, Result | 'busy'>

  constructor(em: () => EntityManager, work: LockingWork<Item, Result>, options: BatcherOptions) {
    this.#em = em
    this.#work = work
    this.#batcher = new Batcher(
      items => inTransactionByKeys(em(), transaction => work(transaction, items, { skipsLocked: true })),
      options,
    )
  }

  /**
   * Resolves when it is committed.
   * @param bytes size of the contents of the item
   * @throws DomainError `overloaded`, the item's own refusal
   */
  async add(lane: string, item: Item, bytes: number): Promise<Result> {
    const result = await this.#batcher.add(lane, item, bytes)
    return result === 'busy' ? await this.#alone(item) : result
  }

  /** Queue of items. */
  get queued(): QueuedItems {
    return this.#batcher.queued
  }

  /** Resolves when nothing waits and nothing runs. */
  drain(): Promise<void> {
    return this.#batcher.drain()
  }

  async #alone(item: Item): Promise<Result> {
    const [result] = await inTransactionByKeys(this.#em(), em => this.#work(em, [item], { skipsLocked: false }))
    if (result instanceof DomainError) throw result
    if (result === undefined || result === 'busy') throw new Error('What was waited for is still locked')
    return result
  }
}
