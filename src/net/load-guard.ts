import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Client } from '../domain/call/client.ts'
import { clientKey } from '../domain/privacy/client-key.ts'
import { DomainError } from '../domain/values/errors.ts'
import type { Clients } from './clients.ts'
import { IncomingBody } from './incoming-body.ts'
import type { Limits } from './limits.ts'
import type { RequestRoom } from './memory-budget.ts'
import type { RateLimit } from './rate-limit.ts'
import { RefusalPace } from './refusal-pace.ts'

/** Facts about a request before its path is looked at. */
export interface Arrival {
  receivedAt: Date
  client: Client
  body: IncomingBody
}

/** Counts requests against their clients, whatever they ask, and refuses what is too much. */
export class LoadGuard {
  readonly #clients: Clients
  readonly #limit: RateLimit
  readonly #room: RequestRoom
  readonly #limits: Limits
  readonly #refusals: RefusalPace

  constructor(clients: Clients, limit: RateLimit, room: RequestRoom, limits: Limits) {
    this.#clients = clients
    this.#limit = limit
    this.#room = room
    this.#limits = limits
    this.#refusals = new RefusalPace(limits)
  }

  arrive(request: IncomingMessage): Arrival {
    return { receivedAt: new Date(), client: this.#clients.of(request), body: new IncomingBody(this.#limits) }
  }

  /** Gives the request room until it is answered. @returns why it may not be served */
  async admit(
    { client, body }: Arrival,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<DomainError | undefined> {
    const key = clientKey(client.address)
    const seat = this.#room.enter(key, () => body.refuse(new DomainError('overloaded', 'The server needs the room')))
    if (seat) {
      response.once('close', () => body.close())
      body.watch(request, response, seat)
    }
    const waitSeconds = await this.#limit.consume(key)
    if (waitSeconds > 0) {
      await this.#refusals.next(key)
      const { perMinute } = this.#limit
      const message = `More than ${perMinute} requests a minute from this address`
      return new DomainError('rate_limited', message, { limit: perMinute, retryAfterSeconds: waitSeconds })
    }
    return seat ? undefined : new DomainError('overloaded', 'Too many requests are under way')
  }
}
