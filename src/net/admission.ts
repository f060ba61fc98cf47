import type { IncomingMessage } from 'node:http'
import { DomainError } from '../domain/errors.ts'
import type { ClientAddress } from './client-address.ts'
import type { RateLimit } from './rate-limit.ts'

/** What is known of a request before anybody looks at what it asks. */
export interface Admitted {
  receivedAt: Date
  /** Of the client. */
  address: string
  /** Whether the client came over TLS: to this port, or to a trusted proxy that says so. */
  isSecure: boolean
  /** Why it may not be served: its address asks too much. */
  refusal: DomainError | undefined
}

/** Takes in requests: notes when each arrived and where from, and counts it against its address, whatever it asks. */
export class Admission {
  readonly #clientAddress: ClientAddress
  readonly #limit: RateLimit
  readonly #admitted = new WeakMap<object, Admitted>()

  constructor(clientAddress: ClientAddress, limit: RateLimit) {
    this.#clientAddress = clientAddress
    this.#limit = limit
  }

  async admit(request: IncomingMessage): Promise<void> {
    const admitted: Admitted = {
      receivedAt: new Date(),
      address: this.#clientAddress.of(request),
      isSecure: this.#clientAddress.isSecure(request),
      refusal: undefined,
    }
    this.#admitted.set(request, admitted)
    // A preflight is the browser's question about a request that will be counted itself.
    if (request.method === 'OPTIONS') return
    try {
      await this.#limit.consume(admitted.address)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      admitted.refusal = error
    }
  }

  of(request: object): Admitted {
    return this.#admitted.get(request) ?? { receivedAt: new Date(), address: '', isSecure: false, refusal: undefined }
  }
}
