import { statfs } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import type { Results } from '@electric-sql/pglite'
import { engineCode } from './engine-code.ts'
import type { EngineAnswer, EngineCall, EngineMessage, EngineNotification, EngineStart } from './engine-messages.ts'

type Row = Record<string, unknown>
type CallWithoutId = EngineCall extends infer Call ? (Call extends EngineCall ? Omit<Call, 'id'> : never) : never

type Statements = Pick<EmbeddedEngine, 'query' | 'exec'>

/** SQLSTATE of a statement in a transaction that has failed. */
const IN_FAILED_TRANSACTION = '25P02'

/**
 * A transaction begins and ends in milliseconds: nothing waits for the disk (docs/guarantees.md). An engine that takes longer than
 * this, in ms, does not come back: PGlite goes round in circles when its log cannot grow because the disk is full.
 */
const TURN_LIMIT_MS = 10_000

/** What begins or ends a transaction. */
const turns: ReadonlySet<string> = new Set(['begin', 'commit', 'rollback'])

/** Between two looks at the statement that is carried out, ms. */
const LOOK_MS = 1000

/** A segment of the log, bytes: it grows by as much at once. */
const LOG_SEGMENT_BYTES = 16 * 1024 * 1024

interface Pending {
  call: CallWithoutId
  resolve: (value: unknown) => void
  reject: (error: Error) => void
  /** Looks at it that were counted. */
  looks: number
}

/**
 * The embedded engine, in a thread of its own, with as much of PGlite's interface as its drivers use. Its one session is
 * shared: whoever opens a transaction must keep others from it, as Kysely does.
 */
export class EmbeddedEngine {
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  readonly #listeners: ((notification: EngineNotification) => void)[] = []
  readonly #turnLimitMs: number
  readonly #watch: NodeJS.Timeout
  readonly #failed = Promise.withResolvers<Error>()
  #lastId = 0
  /** Why nothing can be asked any more. */
  #end: Error | undefined
  #isInTransaction = false
  readonly dataFolder: string
  closed = false
  ready = false
  readonly waitReady: Promise<void>
  /** Resolves when the engine has ended or stands still without having been closed: only a new process helps. */
  readonly failed: Promise<Error> = this.#failed.promise

  constructor({ dataFolder, turnLimitMs = TURN_LIMIT_MS }: { dataFolder: string; turnLimitMs?: number }) {
    this.dataFolder = dataFolder
    this.#turnLimitMs = turnLimitMs
    const workerData: EngineStart = { dataFolder, code: engineCode() }
    this.#worker = new Worker(new URL(import.meta.url.replace(/engine\.(?=ts$|js$)/, 'engine-worker.')), { workerData })
    this.waitReady = new Promise((resolve, reject) => {
      this.#worker.once('message', () => {
        this.ready = true
        this.#worker.on('message', (message: EngineMessage) => this.#take(message))
        resolve()
      })
      this.#worker.once('error', reject)
    })
    // Others are busy meanwhile, and ask for it later.
    this.waitReady.catch(() => {})
    this.#worker.on('error', error => this.#fail(error as Error))
    this.#worker.on('exit', () => this.#fail(new Error('PGlite is closed')))
    this.#watch = setInterval(() => void this.#look(), LOOK_MS).unref()
  }

  async query<T = Row>(text: string, parameters: unknown[] = []): Promise<Results<T>> {
    return (await this.#ask({ method: 'query', text, parameters })) as Results<T>
  }

  /** Several statements without parameters. */
  async exec(text: string): Promise<Results[]> {
    return (await this.#ask({ method: 'exec', text })) as Results[]
  }

  /** The work is called in any case: Kysely waits for that. Where no transaction can begin, its statements fail. */
  async transaction<T>(work: (transaction: Statements) => Promise<T>): Promise<T> {
    try {
      await this.exec('begin')
    } catch (error) {
      const refuse = () => Promise.reject(error)
      await work({ query: refuse, exec: refuse })
      throw error
    }
    this.#isInTransaction = true
    try {
      const result = await work(this)
      await this.exec('commit')
      return result
    } catch (error) {
      // A session that stays in the transaction leaves it before its next statement.
      await this.exec('rollback').catch(() => {})
      throw error
    } finally {
      this.#isInTransaction = false
    }
  }

  /** Calls back for what comes on the channels that a `listen` was executed for. */
  onNotification(listener: (notification: EngineNotification) => void): void {
    this.#listeners.push(listener)
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    try {
      if (!this.#end) await this.#call({ method: 'close' })
    } finally {
      await this.#worker.terminate()
    }
  }

  /**
   * Gives the engine up when it does not come back: from a turn within its limit, from another statement, which may take as long
   * as it needs, within twice that since the disk was full, as it ends a transaction of its own. Looks are counted instead of
   * time: to a process that was halted and goes on, all time limits are over at once.
   */
  async #look(): Promise<void> {
    const [oldest] = this.#pending.values()
    if (!oldest) return
    const { call } = oldest
    const turn = call.method === 'exec' && turns.has(call.text) ? call.text : undefined
    if (!turn && oldest.looks === 0 && !(await isFull(this.dataFolder))) return
    if (++oldest.looks * LOOK_MS <= (turn ? this.#turnLimitMs : 2 * this.#turnLimitMs)) return
    const why = turn
      ? `has not answered "${turn}" for ${this.#turnLimitMs / 1000} s`
      : 'does not answer since its disk was full'
    this.#fail(new Error(`PGlite is closed: it ${why}`))
  }

  /** A transaction that was left failed, because it could not be rolled back then, is nobody's. */
  async #ask(call: CallWithoutId): Promise<unknown> {
    try {
      return await this.#call(call)
    } catch (error) {
      if (this.#isInTransaction || (error as { code?: string }).code !== IN_FAILED_TRANSACTION) throw error
      await this.#call({ method: 'exec', text: 'rollback' })
      return await this.#call(call)
    }
  }

  #call(call: CallWithoutId): Promise<unknown> {
    if (this.#end) return Promise.reject(this.#end)
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { call, resolve, reject, looks: 0 })
      this.#worker.postMessage({ ...call, id })
    })
  }

  #take(message: EngineMessage): void {
    if ('notification' in message) for (const listener of this.#listeners) listener(message.notification)
    else if ('id' in message) this.#settle(message)
  }

  #settle({ id, result, error }: EngineAnswer): void {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    if (error) pending?.reject(Object.assign(new Error(error.message), error))
    else pending?.resolve(result)
  }

  #fail(error: Error): void {
    clearInterval(this.#watch)
    this.#end ??= error
    if (!this.closed) this.#failed.resolve(error)
    for (const pending of this.#pending.values()) pending.reject(error)
    this.#pending.clear()
  }
}

/** Whether the log cannot grow. A folder that is gone is no full disk. */
const isFull = (folder: string): Promise<boolean> =>
  statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize < LOG_SEGMENT_BYTES,
    () => false,
  )
