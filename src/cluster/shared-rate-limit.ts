import process from 'node:process'
import { LRUCache } from 'lru-cache'
import { type RateLimit, secondsLeft } from '../net/rate-limit.ts'
import { type CountAnswer, type CountReport, isCountAnswer } from './count-messages.ts'

/** Timeout of the supervisor's answer, ms. */
const ANSWER_MS = 1000

/** After it has not answered, for so long nobody waits for it, ms. */
const SILENCE_MS = 5000

/** The window of a client that only this process has counted, ms. */
const WINDOW_MS = 60_000

/** Period of reports that need no answer, ms. */
const REPORT_MS = 10

/** For so long a total counts as known, ms. */
const FRESH_MS = 100

/**
 * Requests of one client that the other workers may take while a total counts as known: 5,000 a second, more than they can
 * answer. So far from the limit nobody waits for the supervisor.
 */
const MARGIN = 500

/** Clients whose totals are remembered. */
const MAX_KNOWN = 20_000

interface Known {
  /** Of all workers, when it was heard last. */
  total: number
  windowEndsAt: number
  heardAt: number
  /** Counts of this process since. */
  since: number
}

interface Unreported {
  requests: number
  /** Requests that wait for the total, in order. */
  waiting: ((seconds: number) => void)[]
}

/** Channel of reports to the supervisor. */
export interface Reporting {
  send(report: CountReport): void
  onAnswer(listener: (answer: CountAnswer) => void): void
}

/**
 * Of a worker: counts requests for all workers together. The supervisor has the totals; a report holds all requests of a
 * moment. When the supervisor does not answer, each worker takes its part of what was left of the limit, so that together
 * they still take no more.
 */
export class SharedRateLimit implements RateLimit {
  readonly perMinute: number
  readonly #workers: number
  readonly #reporting: Reporting
  readonly #known = new LRUCache<string, Known>({ max: MAX_KNOWN })
  readonly #sent = new Map<number, Map<string, Unreported>>()
  #unreported = new Map<string, Unreported>()
  #lastId = 0
  #timer: NodeJS.Timeout | undefined
  #isReporting = false
  #silentUntil = 0

  constructor(perMinute: number, workers: number, reporting: Reporting) {
    this.perMinute = perMinute
    this.#workers = workers
    this.#reporting = reporting
    reporting.onAnswer(answer => this.#hear(answer))
  }

  consume(client: string): number | Promise<number> {
    const now = performance.now()
    const unreported = this.#unreportedOf(client)
    unreported.requests++
    const known = this.#known.get(client)
    if (known) known.since++
    if (now < this.#silentUntil) return this.#goAlone(known ?? this.#begin(client, now), now)
    if (known && this.#isFarFromLimit(known, now)) {
      this.#timer ??= setTimeout(() => this.#report(), REPORT_MS).unref()
      return 0
    }
    return new Promise(resolve => {
      unreported.waiting.push(resolve)
      if (this.#isReporting) return
      this.#isReporting = true
      setImmediate(() => this.#report())
    })
  }

  #unreportedOf(client: string): Unreported {
    const found = this.#unreported.get(client)
    if (found) return found
    const made: Unreported = { requests: 0, waiting: [] }
    this.#unreported.set(client, made)
    return made
  }

  #isFarFromLimit({ total, since, heardAt, windowEndsAt }: Known, now: number): boolean {
    const isFresh = now - heardAt < FRESH_MS && now < windowEndsAt
    return isFresh && total + since + MARGIN < this.perMinute
  }

  #report(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isReporting = false
    const batch = this.#unreported
    this.#unreported = new Map()
    const id = ++this.#lastId
    this.#sent.set(id, batch)
    setTimeout(() => this.#miss(id), ANSWER_MS).unref()
    const counts = [...batch].map(([client, { requests }]): [string, number] => [client, requests])
    this.#reporting.send({ kind: 'count report', id, counts })
  }

  #hear({ id, totals }: CountAnswer): void {
    this.#silentUntil = 0
    const batch = this.#sent.get(id)
    if (!batch) return
    this.#sent.delete(id)
    const now = performance.now()
    for (const [index, [client, { waiting }]] of [...batch].entries()) {
      const { requests = 0, msLeft = 0 } = totals[index] ?? {}
      const since = this.#unreported.get(client)?.requests ?? 0
      this.#known.set(client, { total: requests, windowEndsAt: now + msLeft, heardAt: now, since })
      const before = requests - waiting.length
      for (const [place, resolve] of waiting.entries()) {
        resolve(before + place < this.perMinute ? 0 : secondsLeft(msLeft))
      }
    }
  }

  /** The supervisor has not answered. */
  #miss(id: number): void {
    const batch = this.#sent.get(id)
    if (!batch) return
    this.#sent.delete(id)
    const now = performance.now()
    this.#silentUntil = now + SILENCE_MS
    for (const [client, { requests, waiting }] of batch) {
      // They are told when it answers again.
      this.#unreportedOf(client).requests += requests
      const known = this.#known.get(client) ?? this.#begin(client, now)
      for (const resolve of waiting) resolve(this.#goAlone(known, now))
    }
  }

  #begin(client: string, now: number): Known {
    const begun = { total: 0, windowEndsAt: now + WINDOW_MS, heardAt: Number.NEGATIVE_INFINITY, since: 1 }
    this.#known.set(client, begun)
    return begun
  }

  #goAlone(known: Known, now: number): number {
    if (now >= known.windowEndsAt) Object.assign(known, { total: 0, since: 1, windowEndsAt: now + WINDOW_MS })
    const part = (this.perMinute - known.total) / this.#workers
    return known.since <= part ? 0 : secondsLeft(known.windowEndsAt - now)
  }
}

/** Reports over the channel to the process that started this one. */
export const supervisorChannel: Reporting = {
  // A channel that is closed is found out by the answer that does not come.
  send: report => void process.send?.(report, undefined, undefined, () => {}),
  onAnswer: listener => void process.on('message', message => isCountAnswer(message) && listener(message)),
}
