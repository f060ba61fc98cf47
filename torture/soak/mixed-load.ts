import http from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { Latencies, type LatencySummary } from '../../bench/load/latencies.ts'
import { type ConnectedPage, statsReport } from '../../test/operations/support/page.ts'
import { ADMIN_API_TOKEN } from '../../test/support/accounts.ts'
import { API_KEY } from '../../test/support/test-config.ts'

const SOCKETS = 32

/** Requests that wait for a socket, beyond which no more are made. */
const MAX_WAITING = 2000

/** A group of users joins the same call before the next one begins. */
const USERS_A_CALL = 50

export interface LoadResult {
  answers: number
  /** Requests that were not answered 200, by route and status. */
  failures: ReadonlyMap<string, number>
  latency: LatencySummary
}

/** Reports, events, tracks, joins and reads of a server in the proportions of calls that are looked at now and then. */
export class MixedLoad implements Disposable {
  readonly #url: string
  readonly #appId: string
  readonly #pages: readonly ConnectedPage[]
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: SOCKETS })
  #made = 0
  #waiting = 0
  #answers = 0
  #failures = new Map<string, number>()
  #latencies = new Latencies()

  /** @param appId the app whose conferences are read */
  constructor(url: string, pages: readonly ConnectedPage[], appId: string) {
    this.#url = url
    this.#appId = appId
    this.#pages = pages
  }

  /** As much as the server takes, for so long. @returns requests a second */
  async atMost(ms: number): Promise<number> {
    const begin = performance.now()
    const client = async () => {
      while (performance.now() - begin < ms) await this.#send()
    }
    await Promise.all(Array.from({ length: SOCKETS }, client))
    return (this.take().answers / (performance.now() - begin)) * 1000
  }

  /** At a steady rate, whether answers come or not, for so long. */
  async atRate(perSecond: number, ms: number): Promise<void> {
    const begin = performance.now()
    for (let sent = 0; performance.now() - begin < ms; await delay(5)) {
      const due = Math.floor(((performance.now() - begin) / 1000) * perSecond)
      for (; sent < due; sent++) {
        if (this.#waiting < MAX_WAITING) void this.#send()
        else this.#fail('not sent')
      }
    }
  }

  /** What came since the last time. */
  take(): LoadResult {
    const result = { answers: this.#answers, failures: this.#failures, latency: this.#latencies.summary() }
    this.#answers = 0
    this.#failures = new Map()
    this.#latencies = new Latencies()
    return result
  }

  [Symbol.dispose](): void {
    this.#agent.destroy()
  }

  async #send(): Promise<void> {
    const number = ++this.#made
    const begin = performance.now()
    this.#waiting++
    const request = this.#request(number)
    const status = await this.#exchange(...request)
    this.#waiting--
    this.#latencies.add(performance.now() - begin)
    if (status === 200) this.#answers++
    else this.#fail(`${request[0]} ${request[1].split('?')[0]} ${status}`)
  }

  #fail(kind: string): void {
    this.#failures.set(kind, (this.#failures.get(kind) ?? 0) + 1)
  }

  #request(number: number): [method: string, path: string, body?: object] {
    const connected = this.#pages[number % this.#pages.length]
    if (!connected) throw new Error('The load has no pages')
    const { page, connectionId, peerId } = connected
    const about = { token: page.token, connectionId, peerId }
    switch (number % 20) {
      case 0:
        return ['GET', `/conferences?limit=20&appId=${this.#appId}`]
      case 1:
        return [
          'POST',
          '/initialize',
          { apiKey: API_KEY, conferenceId: `soak-${Math.floor(number / 20 / USERS_A_CALL)}`, userId: `user-${number}` },
        ]
      case 2:
        return ['POST', '/tracks', { ...about, peerId: undefined, trackId: `track-${number}`, event: 'ontrack' }]
      case 3:
      case 4:
      case 5:
        return ['POST', '/connection', { ...about, eventName: 'onicecandidate', data: { candidate: String(number) } }]
      default:
        return ['POST', '/stats', { ...about, data: statsReport(number) }]
    }
  }

  /** @returns the status; 0: there was no answer */
  #exchange(method: string, path: string, body?: object): Promise<number> {
    return new Promise(resolve => {
      const headers = method === 'GET' ? { authorization: `Bearer ${ADMIN_API_TOKEN}` } : {}
      const request = http.request(`${this.#url}/v1${path}`, { method, agent: this.#agent, headers }, response => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0))
      })
      request.once('error', () => resolve(0))
      request.end(body ? JSON.stringify(body) : undefined)
    })
  }
}
