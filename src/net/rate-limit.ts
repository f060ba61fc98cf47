import { RateLimiterMemory } from 'rate-limiter-flexible'

/** Limit of a client's requests. */
export interface RateLimit {
  /** 0: as many as it likes. */
  perMinute: number
  /** Counts a request. @returns the seconds after which another one may be made; 0: this one may */
  consume(client: string): number | Promise<number>
}

/** The window in which requests are counted, s. */
const WINDOW_S = 60

/** Count of a client's requests. */
export interface Count {
  /** Requests in this window. */
  requests: number
  /** Until the window ends, ms. */
  msLeft: number
}

/** Counts the requests of clients, each in windows of a minute. */
export class RequestCounter {
  readonly #limiter = new RateLimiterMemory({ points: 1, duration: WINDOW_S })

  async add(client: string, requests: number): Promise<Count> {
    const { consumedPoints, msBeforeNext } = await this.#limiter.penalty(client, requests)
    return { requests: consumedPoints, msLeft: msBeforeNext }
  }
}

/** Whole seconds to wait until a window is over. */
export const secondsLeft = (msLeft: number): number => Math.max(1, Math.ceil(msLeft / 1000))

/** Counts in this process. @param perMinute 0: no limit */
export function rateLimit(perMinute: number): RateLimit {
  if (perMinute === 0) return { perMinute, consume: () => 0 }
  const counter = new RequestCounter()
  return {
    perMinute,
    consume: async client => {
      const { requests, msLeft } = await counter.add(client, 1)
      return requests > perMinute ? secondsLeft(msLeft) : 0
    },
  }
}
