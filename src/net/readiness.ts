import { setMaxListeners } from 'node:events'
import { cacheBriefly } from './cache-briefly.ts'

/** For so long nobody asks the database again whether it is ready, in ms. */
const CACHE_MS = 250

/** State that probes ask for: whether more requests should come. */
export class Readiness {
  readonly #isDatabaseReady: () => Promise<boolean>
  readonly #draining = new AbortController()

  constructor(isDatabaseReady: () => Promise<boolean>) {
    this.#isDatabaseReady = cacheBriefly(isDatabaseReady, CACHE_MS)
    // One for each watch of the health service.
    setMaxListeners(0, this.#draining.signal)
  }

  /** Aborted when the server is about to stop. */
  get draining(): AbortSignal {
    return this.#draining.signal
  }

  async isReady(): Promise<boolean> {
    return !this.#draining.signal.aborted && (await this.#isDatabaseReady())
  }

  /** From now on the server is not ready, whatever it still answers. */
  drain(): void {
    this.#draining.abort()
  }
}
