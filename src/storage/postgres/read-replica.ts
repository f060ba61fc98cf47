import { setTimeout as delay } from 'node:timers/promises'
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import type { Logger } from 'pino'
import { isUnavailable } from '../engine/failures.ts'
import { query } from '../engine/sql.ts'
import type { PoolCounts } from './pool-counts.ts'
import { parseLsn, ReplicaLag } from './replica-lag.ts'
import type { ServerWatch } from './server-watch.ts'

/** Connections to a replica. */
export interface ReplicaConnections {
  orm: Pick<MikroORM, 'em' | 'close'>
  watch: ServerWatch
  connections: () => PoolCounts | undefined
}

/** Why it is not used. */
type Reason = 'away' | 'behind' | 'no standby'

/**
 * A standby of the database, of which is read what may be some seconds old. While it is away or further behind than allowed it
 * answers nothing, and the primary is asked.
 */
export class ReadReplica implements AsyncDisposable {
  readonly #replica: ReplicaConnections
  readonly #primary: () => EntityManager
  readonly #maxLagSeconds: number
  readonly #log: Logger
  readonly #lag = new ReplicaLag()
  readonly #closing = new AbortController()
  readonly #following: Promise<void>
  #problem: Reason | undefined = 'behind'
  #hasSaid = false

  /** @param primary entity managers of the primary, which says how far it is */
  constructor(
    replica: ReplicaConnections,
    { primary, maxLagSeconds }: { primary: () => EntityManager; maxLagSeconds: number },
    log: Logger,
  ) {
    this.#replica = replica
    this.#primary = primary
    this.#maxLagSeconds = maxLagSeconds
    this.#log = log
    this.#following = this.#follow()
  }

  /** The rows that a statement reads; undefined: the primary is to be asked, for whatever reason. */
  async query<Row>(sql: string, parameters: readonly unknown[], toldAs: string): Promise<Row[] | undefined> {
    if (!this.isUsed) return undefined
    try {
      return await query<Row>(this.#replica.orm.em.fork(), sql, parameters, toldAs)
    } catch (error) {
      // What was cancelled because it was in the way of replaying, or asks for a column that is not replayed yet, is no sign
      // of anything; a statement that is wrong fails on the primary, too.
      if (isUnavailable(error)) this.#setProblem('away', error)
      return undefined
    }
  }

  get isUsed(): boolean {
    return this.#problem === undefined && this.lagSeconds <= this.#maxLagSeconds
  }

  /** How old what it shows is at most; infinite before that is known. */
  get lagSeconds(): number {
    return this.#lag.seconds(performance.now())
  }

  get connections(): PoolCounts | undefined {
    return this.#replica.connections()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#replica.watch[Symbol.asyncDispose]()
    await this.#replica.orm.close(true)
    await this.#following
  }

  /** Looks at both often enough to notice within the lag that is allowed. */
  async #follow(): Promise<void> {
    const periodMs = Math.min(Math.max((this.#maxLagSeconds * 1000) / 4, 250), 1000)
    const { signal } = this.#closing
    while (!signal.aborted) {
      await this.#look()
      await delay(periodMs, undefined, { signal }).catch(() => {})
    }
  }

  async #look(): Promise<void> {
    await this.#lookAtPrimary()
    try {
      const [row] = await query<{ lsn: string | null }>(
        this.#replica.orm.em.fork(),
        'select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()::text end as lsn',
      )
      if (!row?.lsn) return this.#setProblem('no standby')
      this.#lag.noteReplayed(parseLsn(row.lsn))
      this.#setProblem(this.lagSeconds > this.#maxLagSeconds ? 'behind' : undefined)
    } catch (error) {
      this.#setProblem('away', error)
    }
  }

  /** While it is away nothing new can be missing. */
  async #lookAtPrimary(): Promise<void> {
    const at = performance.now()
    try {
      const [row] = await query<{ lsn: string }>(this.#primary(), 'select pg_current_wal_lsn()::text as lsn')
      if (row) this.#lag.notePrimary(at, parseLsn(row.lsn))
    } catch {
      // Who needs the primary is told.
    }
  }

  /** Says when it begins and when it ends that the primary answers. */
  #setProblem(problem: Reason | undefined, error?: unknown): void {
    if (this.#closing.signal.aborted) return
    this.#problem = problem
    if (problem === undefined) {
      if (this.#hasSaid) this.#log.info('the read replica answers again')
      this.#hasSaid = false
    } else if (!this.#hasSaid && !(problem === 'behind' && this.lagSeconds === Number.POSITIVE_INFINITY)) {
      this.#hasSaid = true
      const reason = error instanceof Error ? `${problem}: ${error.message}` : problem
      this.#log.warn(
        { reason, lagSeconds: shownLag(this.lagSeconds) },
        'the read replica is not used: the primary answers',
      )
    }
  }
}

/** Null before anything is known. */
const shownLag = (seconds: number): number | null => (Number.isFinite(seconds) ? Math.round(seconds * 10) / 10 : null)
