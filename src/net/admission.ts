import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Client, unknownClient } from '../domain/client.ts'
import { DomainError } from '../domain/errors.ts'
import type { Clients } from './clients.ts'
import type { RateLimit } from './rate-limit.ts'
import type { RequestRoom } from './request-room.ts'

/** What is known of a request before anybody looks at what it asks. */
export interface Admitted {
  receivedAt: Date
  client: Client
  /** Why it may not be served: its address asks too much, or too much is under way. */
  refusal: DomainError | undefined
}

/** Takes in requests: notes when each arrived and where from, and counts it against its address, whatever it asks. */
export class Admission {
  readonly #clients: Clients
  readonly #limit: RateLimit
  readonly #room: RequestRoom
  readonly #admitted = new WeakMap<object, Admitted>()

  constructor(clients: Clients, limit: RateLimit, room: RequestRoom) {
    this.#clients = clients
    this.#limit = limit
    this.#room = room
  }

  async admit(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const admitted: Admitted = {
      receivedAt: new Date(),
      client: this.#clients.of(request),
      refusal: undefined,
    }
    this.#admitted.set(request, admitted)
    // A preflight is the browser's question about a request that will be counted itself.
    if (request.method === 'OPTIONS') return
    const leave = this.#room.enter(request)
    if (leave) response.once('close', leave)
    else admitted.refusal = new DomainError('overloaded', 'Too many requests are under way')
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
