import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Resolution of the measurement, ms: a timer wakes the process each time. */
const RESOLUTION_MS = 50

/** Delay of the event loop of this process. */
export class EventLoopDelay implements Disposable {
  readonly #delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })

  constructor() {
    this.#delays.enable()
  }

  /** The 99th percentile since it was read last, in ms; 0 when nothing was measured yet. */
  read(): number {
    const late = this.#delays.count === 0 ? 0 : this.#delays.percentile(99) / 1e6 - RESOLUTION_MS
    this.#delays.reset()
    return Math.max(0, late)
  }

  [Symbol.dispose](): void {
    this.#delays.disable()
  }
}
