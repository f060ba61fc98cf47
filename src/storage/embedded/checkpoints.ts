import { CompiledQuery, type Kysely } from 'kysely'
import type { Logger } from 'pino'

const LIMITS = {
  /** WAL after which a checkpoint is due: bounds the disk that WAL takes, and the recovery after a crash. */
  maxWalBytes: 256 * 1024 * 1024,
  intervalMs: 10_000,
  /** A hold that is not renewed for this long yields to a checkpoint that is due. */
  holdTimeoutMs: 60_000,
}

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
  readonly #limits: typeof LIMITS
  readonly #timer: NodeJS.Timeout
  #hold: { until: number } | undefined

  constructor(kysely: Kysely<unknown>, log: Logger, limits: Partial<typeof LIMITS> = {}) {
    this.#kysely = kysely
    this.#limits = { ...LIMITS, ...limits }
    this.#timer = setInterval(() => {
      this.#takeIfDue().catch((error: unknown) => log.error({ err: error }, 'a checkpoint failed'))
    }, this.#limits.intervalMs).unref()
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
      hold.until = performance.now() + this.#limits.holdTimeoutMs
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
    if (Number(rows[0]?.bytes) < this.#limits.maxWalBytes || this.#isHeld()) return
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
