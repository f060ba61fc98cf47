import { createHmac } from 'node:crypto'
import { clientKey } from '../../domain/privacy/client-key.ts'
import { DomainError } from '../../domain/values/errors.ts'
import { countAttempt, forgetAttempts, giveBackAttempts } from '../../storage/access/sign-in-attempts.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import type { ServiceContext } from '../context.ts'

/** Minutes for which failures count. */
const WINDOW_MINUTES = 15

/**
 * Failures after which no more attempts are taken. One client may not guess at one account; nobody may guess at one
 * account from many clients, nor at many accounts from one. The latter two are higher, so that a stranger cannot easily
 * shut a user out, nor one person a whole office.
 */
const limits = { pair: 10, account: 100, address: 100 } as const

/** In the order in which they are counted, the same everywhere, so that two attempts wait for each other. */
const kinds = ['pair', 'account', 'address'] as const

/**
 * Counts sign-ins per account and client address, for all servers of a database: before the password is looked at, so that
 * many at once are not more than one after the other. One that succeeds does not count.
 */
export class SignInLimit {
  readonly #context: ServiceContext
  readonly #keys: Record<keyof typeof limits, string>

  constructor(context: ServiceContext, { email, address }: { email: string; address: string }) {
    this.#context = context
    const client = clientKey(address)
    // Keyed: a plain hash of an address can be guessed.
    const key = (...parts: string[]) =>
      createHmac('sha256', context.signInLimitKey).update(parts.join(' ')).digest('base64url')
    this.#keys = {
      pair: key('pair', email, client),
      account: key('account', email),
      address: key('address', client),
    }
  }

  /** Counts an attempt that is about to be made. @throws DomainError rate_limited, with the seconds to wait */
  async begin(now: Date): Promise<void> {
    const { signInRefusals } = this.#context
    signInRefusals.require(Object.values(this.#keys))
    await inTransaction(this.#context.em(), async em => {
      for (const kind of kinds) {
        const counted = { key: this.#keys[kind], limit: limits[kind] }
        const retryAfterSeconds = await countAttempt(em, counted, WINDOW_MINUTES, now)
        if (retryAfterSeconds === undefined) continue
        const message = 'Too many failed sign-ins; try again later'
        const refusal = new DomainError('rate_limited', message, { limit: limits[kind], retryAfterSeconds })
        signInRefusals.add(counted.key, refusal)
        throw refusal
      }
    })
  }

  /** The client has shown that it knows the password: its earlier failures were slips. */
  async succeed(): Promise<void> {
    const { pair, account, address } = this.#keys
    await inTransaction(this.#context.em(), async em => {
      await forgetAttempts(em, pair)
      await giveBackAttempts(em, [account, address])
    })
    for (const key of Object.values(this.#keys)) this.#context.signInRefusals.forget(key)
  }
}
