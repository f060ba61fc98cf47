import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import type { GeoLocation } from '../domain/call/geo-location.ts'
import { isPublicAddress } from '../domain/privacy/public-address.ts'
import { channels, type GeoLookup } from '../telemetry/channels.ts'
import { type CurrentSpan, tracer } from '../telemetry/tracing.ts'
import { type Lookup, LookupFailed } from './ipstack.ts'

/** Requests that are under way at once. */
const PARALLEL = 4

/** Sessions that wait for their turn; further ones stay without a location. */
const MAX_WAITING = 1000

const REMEMBERED_ADDRESSES = 10_000
const REMEMBERED_MS = 24 * 60 * 60 * 1000

interface Waiting {
  sessionId: string
  address: string
  /** What it belongs to that is traced. */
  span: CurrentSpan | undefined
}

export interface LaterLookupsOptions {
  lookup: Lookup
  /** Writes what was found to the session. */
  store: (sessionId: string, location: GeoLocation) => Promise<void>
  log: Logger
}

/**
 * Looks up the locations of sessions that are stored already, a few at a time, each address once a day.
 *
 * It happens in this process only, not as a job: a job would keep the address in the database, which the policy on client
 * addresses may forbid, and would queue without bound at a provider that counts requests. What a stop or a failure of the
 * provider loses is the location of the sessions that waited at that moment.
 */
export class LaterLookups implements AsyncDisposable {
  readonly #options: LaterLookupsOptions
  readonly #stopping = new AbortController()
  readonly #waiting: Waiting[] = []
  readonly #workers = new Set<Promise<void>>()
  readonly #found: LRUCache<string, GeoLocation>
  #isFailing = false

  constructor(options: LaterLookupsOptions) {
    this.#options = options
    this.#found = new LRUCache<string, GeoLocation>({
      max: REMEMBERED_ADDRESSES,
      ttl: REMEMBERED_MS,
      fetchMethod: address => measured(options.lookup(address, this.#stopping.signal)),
    })
  }

  /** Returns at once. Addresses that have no place in the world are passed over. */
  add(sessionId: string, address: string): void {
    if (this.#stopping.signal.aborted || !isPublicAddress(address)) return
    if (this.#waiting.length >= MAX_WAITING) {
      this.#options.log.debug({ sessionId }, 'too many GeoIP lookups are waiting')
      return
    }
    this.#waiting.push({ sessionId, address, span: tracer()?.current() })
    if (this.#workers.size < PARALLEL) this.#startWorker()
  }

  /** Gives up what waits and what is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#waiting.length = 0
    this.#stopping.abort()
    await Promise.all(this.#workers)
  }

  #startWorker(): void {
    const worker = this.#work().finally(() => this.#workers.delete(worker))
    this.#workers.add(worker)
  }

  async #work(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const looked = next
      const lookUp = () => this.#lookUp(looked)
      await (looked.span ? looked.span.within(lookUp) : lookUp())
    }
  }

  async #lookUp({ sessionId, address }: Omit<Waiting, 'span'>): Promise<void> {
    const { store, log } = this.#options
    try {
      const location = await this.#found.fetch(address)
      this.#isFailing = false
      if (location?.countryCode) await store(sessionId, location)
    } catch (error) {
      if (this.#stopping.signal.aborted) return
      const reason = error instanceof LookupFailed ? error.message : 'the location could not be stored'
      // A provider that is down would fill the log with one line a session.
      log[this.#isFailing ? 'debug' : 'warn']({ sessionId, reason }, 'a GeoIP lookup failed')
      this.#isFailing = true
    }
  }
}

/** Tells those who measure what came of a lookup. */
async function measured(lookup: Promise<GeoLocation>): Promise<GeoLocation> {
  const tell = (outcome: GeoLookup['outcome']) => {
    if (channels.geoLookup.hasSubscribers) channels.geoLookup.publish({ source: 'ipstack', outcome })
  }
  try {
    const location = await lookup
    tell(location.countryCode === null ? 'unknown' : 'found')
    return location
  } catch (error) {
    tell('failed')
    throw error
  }
}
