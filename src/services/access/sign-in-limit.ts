import { createHmac } from 'node:crypto'
import { DomainError } from '../../domain/errors.ts'
import { countFailure, forgetFailures, secondsToWait } from '../../storage/access/sign-in-attempts.ts'
import type { ServiceContext } from '../context.ts'

/** Minutes for which failures count. */
const WINDOW_MINUTES = 15

/**
 * Failures after which no more attempts are taken. One client may not guess at one account; nobody may guess at one
 * account from many clients, nor at many accounts from one. The latter two are higher, so that a stranger cannot easily
 * shut a user out, nor one person a whole office.
 */
const limits = { pair: 10, account: 100, address: 100 } as const

/** Counts failed sign-ins per account and client address, for all servers of a database. */
export class SignInLimit {
  readonly #context: ServiceContext
  readonly #keys: Record<keyof typeof limits, string>

  constructor(context: ServiceContext, { email, address }: { email: string; address: string }) {
    this.#context = context
    // Keyed: a plain hash of an address can be guessed.
    const key = (...parts: string[]) =>
      createHmac('sha256', context.signInLimitKey).update(parts.join(' ')).digest('base64url')
    this.#keys = {
      pair: key('pair', email, address),
      account: key('account', email),
      address: key('address', address),
    }
  }

  /** @throws DomainError rate_limited, with the seconds to wait */
  async require(now: Date): Promise<void> {
    const em = this.#context.em()
    for (const [kind, limit] of Object.entries(limits)) {
      const seconds = await secondsToWait(em, this.#keys[kind as keyof typeof limits], limit, now)
      if (seconds === undefined) continue
      throw new DomainError('rate_limited', 'Too many failed sign-ins; try again later', seconds)
    }
  }

  async fail(now: Date): Promise<void> {
    for (const key of Object.values(this.#keys)) await countFailure(this.#context.em(), key, WINDOW_MINUTES, now)
  }

  /** The client has shown that it knows the password: its earlier failures were slips. */
  async succeed(): Promise<void> {
    await forgetFailures(this.#context.em(), this.#keys.pair)
  }
}
