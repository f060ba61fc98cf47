import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { DomainError } from '../domain/errors.ts'

/** How many requests an address may make. */
export interface RateLimit {
  /** @throws DomainError rate_limited, with the seconds to wait */
  consume(address: string): Promise<void>
}

/** Counts requests per client address and minute, in this process. @param perMinute 0: no limit */
export function rateLimit(perMinute: number): RateLimit {
  if (perMinute === 0) return { consume: async () => {} }
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 })
  return {
    consume: async address => {
      try {
        await limiter.consume(address)
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused
        const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
        throw new DomainError('rate_limited', `More than ${perMinute} requests a minute from this address`, {
          limit: perMinute,
          retryAfterSeconds: seconds,
        })
      }
    },
  }
}
