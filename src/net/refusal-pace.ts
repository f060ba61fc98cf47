import { setTimeout as delay } from 'node:timers/promises'
import { ClientBudgets } from './client-budgets.ts'
import type { Limits } from './limits.ts'

/**
 * Answers refusals of one client at a bounded rate: whoever sends the next request as soon as the last one is refused would
 * keep a process busy with refusing.
 */
export class RefusalPace {
  readonly #budgets: ClientBudgets
  readonly #delayMs: number

  constructor({ refusalBurst, refusalsPerSecond, refusalDelayMs }: Limits) {
    this.#budgets = new ClientBudgets(refusalBurst, refusalsPerSecond)
    this.#delayMs = refusalDelayMs
  }

  /** Resolves when a refusal of a client may be sent. */
  async next(client: string): Promise<void> {
    if (!this.#budgets.spend(client)) await delay(this.#delayMs)
  }
}
