import { Worker } from 'node:worker_threads'
import type { Results } from '@electric-sql/pglite'
import { engineCode } from './engine-code.ts'
import type { EngineAnswer, EngineCall, EngineMessage, EngineNotification, EngineStart } from './engine-messages.ts'

type Row = Record<string, unknown>
type CallWithoutId = EngineCall extends infer Call ? (Call extends EngineCall ? Omit<Call, 'id'> : never) : never

interface Pending {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

/**
 * The embedded engine, in a thread of its own, with as much of PGlite's interface as its drivers use. Its one session is
 * shared: whoever opens a transaction must keep others from it, as Kysely does.
 */
export class EmbeddedEngine {
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  readonly #listeners: ((notification: EngineNotification) => void)[] = []
  #lastId = 0
  readonly dataFolder: string
  closed = false
  ready = false
  readonly waitReady: Promise<void>

  constructor({ dataFolder }: { dataFolder: string }) {
    this.dataFolder = dataFolder
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
  }

  async query<T = Row>(text: string, parameters: unknown[] = []): Promise<Results<T>> {
    return (await this.#call({ method: 'query', text, parameters })) as Results<T>
  }

  /** Several statements without parameters. */
  async exec(text: string): Promise<Results[]> {
    return (await this.#call({ method: 'exec', text })) as Results[]
  }

  async transaction<T>(work: (transaction: Pick<EmbeddedEngine, 'query' | 'exec'>) => Promise<T>): Promise<T> {
    await this.exec('begin')
    try {
      const result = await work(this)
      await this.exec('commit')
      return result
    } catch (error) {
      await this.exec('rollback')
      throw error
    }
  }

  /** Calls back for what comes on the channels that a `listen` was executed for. */
  onNotification(listener: (notification: EngineNotification) => void): void {
    this.#listeners.push(listener)
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    await this.#call({ method: 'close' })
    await this.#worker.terminate()
  }

  #call(call: CallWithoutId): Promise<unknown> {
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
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
    for (const pending of this.#pending.values()) pending.reject(error)
    this.#pending.clear()
  }
}
