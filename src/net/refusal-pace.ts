import { setTimeout as delay } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { EventBudget } from './event-budget.ts'
import type { Limits } from './limits.ts'

/** Clients whose refusals are counted. */
const MAX_CLIENTS = 10_000

/**
 * Answers refusals of one client at a bounded rate: whoever sends the next request as soon as the last one is refused would
 * keep a process busy with refusing.
 */
export class RefusalPace {
  readonly #budgets = new LRUCache<string, EventBudget>({ max: MAX_CLIENTS })
  readonly #limits: Limits

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** Resolves when a refusal of a client may be sent. */
  async next(client: string): Promise<void> {
    const { refusalBurst, refusalsPerSecond, refusalDelayMs } = this.#limits
    const budget = this.#budgets.get(client) ?? new EventBudget(refusalBurst, refusalsPerSecond)
    this.#budgets.set(client, budget)
    if (!budget.spend()) await delay(refusalDelayMs)
  }
}
