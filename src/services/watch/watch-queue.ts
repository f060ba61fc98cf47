import { setTimeout as delay } from 'node:timers/promises'
import { DomainError } from '../../domain/values/errors.ts'

/** Items that the reader takes at once: what it has taken is beyond the limit. */
const MAX_TAKEN = 50

/**
 * Passes items from who finds them to one reader, who may be slow: what it has not taken waits here, up to a limit. A
 * reader that falls behind further is told so, and nobody waits for it.
 */
export class WatchQueue<Item> {
  readonly #limit: number
  #items: Item[] = []
  #overflowed = false
  #wake: (() => void) | undefined

  constructor(limit: number) {
    this.#limit = limit
  }

  push(item: Item): void {
    if (this.#overflowed) return
    if (this.#items.length >= this.#limit) {
      this.#overflowed = true
      this.#items = []
    } else {
      this.#items.push(item)
    }
    this.#wake?.()
  }

  /**
   * Some of what waits, as soon as there is something; nothing once the time is over or the signal is aborted.
   * @throws DomainError overloaded when the reader has fallen behind
   */
  async take(timeoutMs: number, signal: AbortSignal): Promise<Item[]> {
    if (this.#items.length === 0 && !this.#overflowed && !signal.aborted) await this.#waitFor(timeoutMs, signal)
    if (this.#overflowed) throw new DomainError('overloaded', 'The reader is too slow; go on from the last position')
    return this.#items.splice(0, MAX_TAKEN)
  }

  async #waitFor(timeoutMs: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = resolve
    const woken = new AbortController()
    const time = delay(timeoutMs, undefined, { signal: AbortSignal.any([signal, woken.signal]) })
    await Promise.race([promise, time.catch(() => {})])
    woken.abort()
    this.#wake = undefined
  }
}
