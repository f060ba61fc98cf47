import { LRUCache } from 'lru-cache'
import { EventBudget } from './event-budget.ts'

/** Clients whose events are counted: those that were heard of last. */
const MAX_CLIENTS = 10_000

/** A budget of events for each client. */
export class ClientBudgets {
  readonly #all = new LRUCache<string, EventBudget>({ max: MAX_CLIENTS })
  readonly #burst: number
  readonly #perSecond: number

  constructor(burst: number, perSecond: number) {
    this.#burst = burst
    this.#perSecond = perSecond
  }

  /** @returns whether there was one left */
  spend(client: string): boolean {
    return this.#of(client).spend()
  }

  /** Counts an event that has happened already, whatever is left. */
  charge(client: string): void {
    this.#of(client).charge()
  }

  /** Whether a client has spent its budget, or more. */
  isSpent(client: string): boolean {
    return this.#all.get(client)?.isSpent ?? false
  }

  #of(client: string): EventBudget {
    const budget = this.#all.get(client) ?? new EventBudget(this.#burst, this.#perSecond)
    this.#all.set(client, budget)
    return budget
  }
}
