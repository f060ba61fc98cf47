import { LRUCache } from 'lru-cache'
import type { Caller } from './caller.ts'

/**
 * Age at which the authorization of an answer under way is checked again, in ms. What is revoked is to be shown nothing
 * 5 s later; a second is left for the check.
 */
export const REAUTHORIZATION_MS = 4000

/** Callers whose last check is remembered for their other answers under way. */
const MAX_REMEMBERED = 10_000

interface Checked {
  caller: Caller
  /** When the check began, by the monotonic clock, ms. */
  at: number
}

/** The checks of all answers under way: those of one caller share them. */
export class Reauthorizations {
  readonly intervalMs: number
  readonly #recent: LRUCache<string, Promise<Checked>>

  constructor(intervalMs: number) {
    this.intervalMs = intervalMs
    this.#recent = new LRUCache({ max: MAX_REMEMBERED, ttl: intervalMs, ttlResolution: 0 })
  }

  /** The result of the last check under a key, or of a new one. A failure is not remembered. */
  check(key: string, authorize: () => Promise<Caller>): Promise<Checked> {
    const recent = this.#recent.get(key)
    if (recent) return recent
    const at = performance.now()
    const checked = authorize().then(caller => ({ caller, at }))
    this.#recent.set(key, checked)
    checked.catch(() => {
      if (this.#recent.peek(key) === checked) this.#recent.delete(key)
    })
    return checked
  }
}

export interface ReauthorizationOptions {
  reauthorizations: Reauthorizations
  /** As admitted at the start. */
  caller: Caller
  /** Shared by answers whose check is the same. */
  key: string
  /** Authenticates and authorizes the caller. @throws DomainError */
  authorize: () => Promise<Caller>
}

/**
 * The authorization of one answer. It is checked again by time while the answer is under way, so that a revoked caller is
 * cut off however much there is to send.
 */
export class Reauthorization {
  readonly #options: ReauthorizationOptions
  #caller: Caller
  #checkedAt = performance.now()
  #requireSubject: (() => Promise<unknown>) | undefined

  constructor(options: ReauthorizationOptions) {
    this.#options = options
    this.#caller = options.caller
  }

  /** As of the last check. */
  get caller(): Caller {
    return this.#caller
  }

  /** Time until the next check, in ms; 0 or less: due. */
  get dueInMs(): number {
    return this.#checkedAt + this.#options.reauthorizations.intervalMs - performance.now()
  }

  /** Adds to each check a lookup of the subject of the answer, which throws once the caller may not see it. */
  about(requireSubject: () => Promise<unknown>): void {
    this.#requireSubject = requireSubject
  }

  /** Checks when it is due. @throws DomainError when the caller is not authorized any more */
  async require(): Promise<void> {
    if (this.dueInMs > 0) return
    const { reauthorizations, key, authorize } = this.#options
    const { caller, at } = await reauthorizations.check(key, authorize)
    this.#caller = caller
    this.#checkedAt = at
    await this.#requireSubject?.()
  }
}

/** The items, as long as the caller is authorized. @throws DomainError once it is not */
export async function* whileAuthorized<Item>(
  items: AsyncIterable<Item>,
  reauthorization: Reauthorization,
): AsyncGenerator<Item, void, undefined> {
  for await (const item of items) {
    await reauthorization.require()
    yield item
  }
}
