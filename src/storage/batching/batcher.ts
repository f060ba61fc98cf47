import { DomainError } from '../../domain/values/errors.ts'
import { channels } from '../../telemetry/channels.ts'
import { type CurrentSpan, type Span, tracer } from '../../telemetry/tracing.ts'
import { isUnavailable } from '../engine/failures.ts'
import { FairQueue } from './fair-queue.ts'

interface Waiting<Item, Result> {
  item: Item
  /** When it was added; 0 where nobody measures. */
  addedAt: number
  /** What it belongs to that is traced. */
  span: CurrentSpan | undefined
  done: (result: Result) => void
  refused: (error: unknown) => void
}

/** Pause after a batch when no other one runs: what comes meanwhile shares the cost of the next one. */
interface Rest {
  ms: number
  /** Items that end it, so that it costs no throughput. */
  items: number
}

export interface BatcherOptions {
  /** Names the kind of items to those who measure; undefined: they are not stored. */
  store?: string
  /** Batches that may run at once. */
  parallel: number
  /** Items that must wait before a batch runs beside another one: few are cheaper in its successor. */
  itemsBeside: number
  /** By default the next batch begins as soon as one has ended. */
  rest?: Rest
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
  #restsUntil = 0
  #restTimer: NodeJS.Timeout | undefined
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
      const span = tracer()?.current()
      const addedAt = channels.batch.hasSubscribers || span ? performance.now() : 0
      if (this.#waiting.offer(lane, { item, addedAt, span, done, refused }, ITEM_BYTES + bytes)) this.#pumpSoon()
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

  /** Once everything that has arrived by now was looked at, what can go together does; an item alone waits for the rest. */
  #pumpSoon(): void {
    if (this.#isPumping) return
    const restMs = this.#restLeftMs()
    if (restMs > 0) {
      this.#restTimer ??= setTimeout(() => this.#endRest(), restMs)
      return
    }
    clearTimeout(this.#restTimer)
    this.#restTimer = undefined
    this.#isPumping = true
    setImmediate(() => {
      this.#isPumping = false
      // A batch that has ended meanwhile begins a rest.
      if (this.#restLeftMs() > 0) this.#pumpSoon()
      else this.#pump()
    })
  }

  #endRest(): void {
    this.#restTimer = undefined
    this.#pumpSoon()
  }

  #restLeftMs(): number {
    const { rest } = this.#options
    if (!rest || this.#running > 0 || this.#waiting.size >= rest.items) return 0
    return this.#restsUntil - performance.now()
  }

  #pump(): void {
    const { batchItems, batchBytes } = this.#options
    while (this.#mayRun()) {
      const batch = this.#waiting.take(batchItems, batchBytes)
      this.#running++
      const startedAt = channels.batch.hasSubscribers ? performance.now() : 0
      void this.#runTraced(batch).finally(() => {
        this.#running--
        this.#restsUntil = performance.now() + (this.#options.rest?.ms ?? 0)
        if (startedAt > 0) this.#tell(batch, startedAt)
        if (this.#waiting.size > 0) this.#pumpSoon()
        else if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve()
      })
    }
  }

  /** Statements of a batch belong to the first item of it that is traced; the others see how long it took. */
  async #runTraced(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    const tracing = tracer()
    if (!tracing) return void (await this.#run(batch))
    const spans = this.#spansOf(batch)
    const [first] = spans
    const run = () => this.#run(batch)
    const failure = await (first ? first.within(run) : tracing.outside(run))
    for (const span of spans) span.end({ failure })
  }

  #spansOf(batch: readonly Waiting<Item, Result>[]): Span<{ failure: unknown }>[] {
    const { store } = this.#options
    const now = performance.now()
    return batch.flatMap(({ span, addedAt }) => {
      if (span === undefined || store === undefined) return []
      return tracer()?.batch(span, { store, items: batch.length, waitedMs: now - addedAt }) ?? []
    })
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

  /**
   * One that fails is split, so that an item that cannot be stored does not fail its neighbours.
   * @returns why it failed in the end; undefined: it did not, or in parts only
   */
  async #run(batch: readonly Waiting<Item, Result>[]): Promise<unknown> {
    try {
      const results = await this.#carryOut(batch.map(({ item }) => item))
      for (const [index, { done, refused }] of batch.entries()) {
        const result = results[index] as Result | DomainError
        if (result instanceof DomainError) refused(result)
        else done(result)
      }
      return undefined
    } catch (error) {
      if (batch.length === 1 || isUnavailable(error)) {
        for (const { refused } of batch) refused(error)
        return error
      }
      const middle = batch.length >> 1
      await this.#run(batch.slice(0, middle))
      await this.#run(batch.slice(middle))
      return undefined
    }
  }
}
