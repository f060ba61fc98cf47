import { DomainError } from '../../domain/values/errors.ts'
import { channels } from '../../telemetry/channels.ts'
import { isUnavailable } from '../engine/failures.ts'
import { FairQueue } from './fair-queue.ts'

interface Waiting<Item, Result> {
  item: Item
  /** When it was added; 0 where nobody measures. */
  addedAt: number
  done: (result: Result) => void
  refused: (error: unknown) => void
}

export interface BatcherOptions {
  /** Names the kind of items to those who measure; undefined: they are not stored. */
  store?: string
  /** Batches that may run at once. */
  parallel: number
  /** Items that must wait before a batch runs beside another one: few are cheaper in its successor. */
  itemsBeside: number
  /** Bytes of items that may wait; beyond, more are refused as overloaded. */
  capacityBytes: number
  /** Most items of one batch. */
  batchItems: number
  /** About the most bytes of one batch. */
  batchBytes: number
}

/** Items of one kind that wait. */
export interface QueuedItems {
  store: string
  items: number
  bytes: number
}

/** Memory of a waiting item beside its contents, bytes, with the request and the socket that wait for it. */
const ITEM_BYTES = 8 * 1024

/**
 * Carries out what many ask for together: what comes while a batch runs goes into the next one, and each caller is
 * answered once its batch is done. Under load one commit serves many requests; without load an item goes at once. Lanes
 * share the room and the turns, so that one that asks for too much is refused alone.
 */
export class Batcher<Item, Result> {
  readonly #carryOut: (items: readonly Item[]) => Promise<readonly (Result | DomainError)[]>
  readonly #options: BatcherOptions
  readonly #waiting: FairQueue<Waiting<Item, Result>>
  #running = 0
  #isPumping = false
  #idle: (() => void)[] = []

  /** @param carryOut does all or nothing; gives what came of each item, in their order */
  constructor(
    carryOut: (items: readonly Item[]) => Promise<readonly (Result | DomainError)[]>,
    options: BatcherOptions,
  ) {
    this.#carryOut = carryOut
    this.#options = options
    this.#waiting = new FairQueue(options.capacityBytes)
  }

  /**
   * Resolves when the item's batch is done.
   * @param bytes size of the contents of the item
   * @throws DomainError `overloaded` when too much waits or the database cannot be reached; the item's own refusal
   */
  add(lane: string, item: Item, bytes: number): Promise<Result> {
    return new Promise((done, refused) => {
      const addedAt = channels.batch.hasSubscribers ? performance.now() : 0
      if (this.#waiting.offer(lane, { item, addedAt, done, refused }, ITEM_BYTES + bytes)) this.#pumpSoon()
      else refused(new DomainError('overloaded', 'Too much is waiting to be stored'))
    })
  }

  /** Queue of items. */
  get queued(): QueuedItems {
    return { store: this.#options.store ?? '', items: this.#waiting.size, bytes: this.#waiting.bytes }
  }

  /** Resolves when nothing waits and nothing runs. */
  async drain(): Promise<void> {
    if (this.#running === 0 && this.#waiting.size === 0) return
    await new Promise<void>(resolve => this.#idle.push(resolve))
  }

  /** Once everything that has arrived by now was looked at: what can go together does. */
  #pumpSoon(): void {
    if (this.#isPumping) return
    this.#isPumping = true
    setImmediate(() => {
      this.#isPumping = false
      this.#pump()
    })
  }

  #pump(): void {
    const { batchItems, batchBytes } = this.#options
    while (this.#mayRun()) {
      const batch = this.#waiting.take(batchItems, batchBytes)
      this.#running++
      const startedAt = channels.batch.hasSubscribers ? performance.now() : 0
      void this.#run(batch).finally(() => {
        this.#running--
        if (startedAt > 0) this.#tell(batch, startedAt)
        if (this.#waiting.size > 0) this.#pumpSoon()
        else if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve()
      })
    }
  }

  #mayRun(): boolean {
    const { parallel, itemsBeside } = this.#options
    return this.#running < parallel && this.#waiting.size >= (this.#running === 0 ? 1 : itemsBeside)
  }

  #tell(batch: readonly Waiting<Item, Result>[], startedAt: number): void {
    const { store } = this.#options
    if (store === undefined) return
    const waitsMs = batch.map(({ addedAt }) => startedAt - addedAt)
    channels.batch.publish({ store, waitsMs, durationMs: performance.now() - startedAt })
  }

  /** One that fails is split, so that an item that cannot be stored does not fail its neighbours. */
  async #run(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#carryOut(batch.map(({ item }) => item))
      for (const [index, { done, refused }] of batch.entries()) {
        const result = results[index] as Result | DomainError
        if (result instanceof DomainError) refused(result)
        else done(result)
      }
    } catch (error) {
      if (batch.length === 1 || isUnavailable(error)) {
        for (const { refused } of batch) refused(error)
        return
      }
      const middle = batch.length >> 1
      await this.#run(batch.slice(0, middle))
      await this.#run(batch.slice(middle))
    }
  }
}
