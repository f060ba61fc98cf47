import type { Socket } from 'node:net'
import type { Limits } from './limits.ts'

/**
 * An answer that was sent allows its receiver one more control frame for so many bytes, as gRPC servers do it: clients
 * measure the bandwidth with pings while they receive.
 */
const SENT_BYTES_PER_FRAME = 1024

/** Counts frames of an HTTP/2 connection that belong to no request. */
export class ControlBudget {
  readonly #socket: Socket
  readonly #burst: number
  readonly #perMs: number
  #left: number
  #refilledAt = Date.now()
  #sent = 0

  constructor(socket: Socket, { controlBurst, controlsPerSecond }: Limits) {
    this.#socket = socket
    this.#burst = controlBurst
    this.#perMs = controlsPerSecond / 1000
    this.#left = controlBurst
  }

  /** Takes one frame. @returns whether there was one left */
  spend(): boolean {
    if (this.#left < 1) this.#refill()
    return this.#left-- >= 1
  }

  #refill(): void {
    const now = Date.now()
    const { bytesWritten } = this.#socket
    const earned = (bytesWritten - this.#sent) / SENT_BYTES_PER_FRAME + (now - this.#refilledAt) * this.#perMs
    this.#left = Math.min(this.#burst, Math.max(0, this.#left) + earned)
    this.#sent = bytesWritten
    this.#refilledAt = now
  }
}
