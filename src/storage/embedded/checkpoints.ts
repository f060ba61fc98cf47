import { CompiledQuery, type Kysely } from 'kysely'
import type { Logger } from 'pino'

/** WAL after which a checkpoint is due, in bytes: bounds the disk that WAL takes, and the recovery after a crash. */
const MAX_WAL_BYTES = 256 * 1024 * 1024

const INTERVAL_MS = 10_000

/** A hold that is not renewed for this long yields to a checkpoint that is due, in ms. */
const HOLD_TIMEOUT_MS = 60_000

/** Keeps the WAL since a checkpoint from being removed. */
export interface CheckpointHold extends Disposable {
  /** @throws Error when it has timed out */
  renew(): void
}

const WAL_BYTES = 'select (pg_current_wal_insert_lsn() - redo_lsn)::text as bytes from pg_control_checkpoint()'

/**
 * Checkpoints of the embedded engine. PostgreSQL leaves them to a process of its own, which the engine does not have: without
 * these, WAL grows for as long as the server runs.
 */
export class Checkpoints implements Disposable {
  readonly #kysely: Kysely<unknown>
  readonly #timer: NodeJS.Timeout
  #hold: { until: number } | undefined

  constructor(kysely: Kysely<unknown>, log: Logger) {
    this.#kysely = kysely
    this.#timer = setInterval(() => {
      this.#takeIfDue().catch((error: unknown) => log.error({ err: error }, 'a checkpoint failed'))
    }, INTERVAL_MS).unref()
  }

  /** Takes a checkpoint, after which none is taken until the hold ends. @returns undefined when there is a hold already */
  async hold(): Promise<CheckpointHold | undefined> {
    if (this.#hold) return undefined
    const hold = { until: Number.POSITIVE_INFINITY }
    this.#hold = hold
    const release = () => {
      if (this.#hold === hold) this.#hold = undefined
    }
    const renew = () => {
      if (this.#hold !== hold) throw new Error('The hold on checkpoints has timed out')
      hold.until = performance.now() + HOLD_TIMEOUT_MS
    }
    try {
      await this.#take()
    } catch (error) {
      release()
      throw error
    }
    renew()
    return { renew, [Symbol.dispose]: release }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  async #takeIfDue(): Promise<void> {
    if (this.#isHeld()) return
    const { rows } = await this.#kysely.executeQuery<{ bytes: string }>(CompiledQuery.raw(WAL_BYTES))
    if (Number(rows[0]?.bytes) < MAX_WAL_BYTES || this.#isHeld()) return
    this.#hold = undefined
    await this.#take()
  }

  #isHeld(): boolean {
    return this.#hold !== undefined && this.#hold.until > performance.now()
  }

  async #take(): Promise<void> {
    await this.#kysely.executeQuery(CompiledQuery.raw('checkpoint'))
  }
}
