import { LRUCache } from 'lru-cache'
import type { DomainError } from '../../domain/values/errors.ts'

/** For so long a refusal answers further attempts without a look at the database, in ms; another server may give one back. */
const REFUSAL_TTL_MS = 1000

const MAX_REFUSALS = 10_000

/** Refusals of the last moment by key: whoever goes on trying does not keep connections of the database busy. */
export class SignInRefusals {
  readonly #recent = new LRUCache<string, DomainError>({ max: MAX_REFUSALS, ttl: REFUSAL_TTL_MS })

  require(keys: Iterable<string>): void {
    for (const key of keys) {
      const refusal = this.#recent.get(key)
      if (refusal) throw refusal
    }
  }

  add(key: string, refusal: DomainError): void {
    this.#recent.set(key, refusal)
  }

  forget(key: string): void {
    this.#recent.delete(key)
  }
}
