import type { IncomingMessage } from 'node:http'
import { type Client, unknownClient } from '../domain/client.ts'
import { DomainError } from '../domain/errors.ts'
import type { Clients } from './clients.ts'
import type { RateLimit } from './rate-limit.ts'

/** What is known of a request before anybody looks at what it asks. */
export interface Admitted {
  receivedAt: Date
  client: Client
  /** Why it may not be served: its address asks too much. */
  refusal: DomainError | undefined
}

/** Takes in requests: notes when each arrived and where from, and counts it against its address, whatever it asks. */
export class Admission {
  readonly #clients: Clients
  readonly #limit: RateLimit
  readonly #admitted = new WeakMap<object, Admitted>()

  constructor(clients: Clients, limit: RateLimit) {
    this.#clients = clients
    this.#limit = limit
  }

  async admit(request: IncomingMessage): Promise<void> {
    const admitted: Admitted = {
      receivedAt: new Date(),
      client: this.#clients.of(request),
      refusal: undefined,
    }
    this.#admitted.set(request, admitted)
    // A preflight is the browser's question about a request that will be counted itself.
    if (request.method === 'OPTIONS') return
    try {
      await this.#limit.consume(admitted.client.address)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      admitted.refusal = error
    }
  }

  of(request: object): Admitted {
    return this.#admitted.get(request) ?? { receivedAt: new Date(), client: unknownClient, refusal: undefined }
  }
}
