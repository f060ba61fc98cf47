import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import type { Logger } from 'pino'

/** Period at which PostgreSQL is asked whether it is there, ms. */
const PERIOD_MS = 1000

/** Periods after which it is taken for hung. They are counted: a process that stood still itself has not waited. */
const PATIENCE = 5

/** Messages of the driver about connections that break. */
const HUNG = 'Connection terminated: PostgreSQL does not answer'

/**
 * Notices when PostgreSQL does not answer although its connections stay: it stands still, or the network swallows what is
 * sent. Whoever waits for it then is told at once, as when a connection breaks; nobody else would ever tell.
 */
export class ServerWatch implements AsyncDisposable {
  readonly #url: string
  readonly #log: Logger
  readonly #guarded = new Set<Client>()
  readonly #closing = new AbortController()
  readonly #watching: Promise<void>
  #isHung = false

  constructor(url: string, log: Logger) {
    this.#url = url
    this.#log = log
    this.#watching = this.#watch()
  }

  /** Clients of that kind whose connections break when PostgreSQL hangs, and are not tried as long as it does. */
  clients<Kind extends typeof Client>(kind: Kind): Kind {
    const guard = (client: Client) => this.#guard(client)
    // biome-ignore lint/suspicious/noExplicitAny: what TypeScript asks of a class that extends any other
    const Base = kind as new (...parameters: any[]) => Client
    return class extends Base {
      // biome-ignore lint/suspicious/noExplicitAny: the overloads of the driver
      override connect(callback?: any): any {
        if (guard(this)) return super.connect(callback)
        if (!callback) return Promise.reject(new Error(HUNG))
        process.nextTick(callback, new Error(HUNG))
      }
    } as Kind
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#watching
  }

  /** @returns whether it may connect */
  #guard(client: Client): boolean {
    if (this.#isHung) return false
    this.#guarded.add(client)
    client.once('end', () => this.#guarded.delete(client))
    return true
  }

  async #watch(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      const probe = new Client({ connectionString: this.#url, application_name: 'peermetrics watch' })
      probe.on('error', () => {})
      await this.#ask(probe)
      breakConnection(probe)
      await this.#pause()
    }
  }

  /** Asks until there is no answer, or no connection. */
  async #ask(probe: Client): Promise<void> {
    let asked: Promise<unknown> = probe.connect()
    while (await this.#isAnswered(asked)) {
      await this.#pause()
      asked = probe.query('select 1')
    }
  }

  async #isAnswered(asked: Promise<unknown>): Promise<boolean> {
    const outcome = asked.then(
      () => true,
      () => false,
    )
    for (let period = 0; period < PATIENCE && !this.#closing.signal.aborted; period++) {
      const answered = await Promise.race([outcome, this.#pause()])
      if (answered === undefined) continue
      // A server that refuses says so to everybody.
      this.#setHung(false)
      return answered && !this.#closing.signal.aborted
    }
    if (!this.#closing.signal.aborted) this.#setHung(true)
    return false
  }

  #setHung(isHung: boolean): void {
    if (isHung && !this.#isHung) this.#log.error('PostgreSQL does not answer: its connections are dropped')
    if (!isHung && this.#isHung) this.#log.info('PostgreSQL answers again')
    this.#isHung = isHung
    if (isHung) for (const client of [...this.#guarded]) breakConnection(client)
  }

  /** @returns early when the watch ends */
  #pause(): Promise<undefined> {
    return delay(PERIOD_MS, undefined, { signal: this.#closing.signal }).catch(() => undefined)
  }
}

/** Not `end`, which says good-bye and waits for the other side. */
function breakConnection(client: Client): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(error?: Error): void } } }
  connection.stream.destroy()
}
