import { requestBytes } from './http-connection.ts'
import type { Page } from './page.ts'
import { recordedRequests } from './recording.ts'

/** Every getStats entry carries its time: 13 digits of ms and three decimals. */
const TIMESTAMP = /"timestamp":\d+(?:\.\d+)?/g
const DIGITS = 17

export type StatsBody = Record<string, unknown> & { data: object }

/** The bodies of `/stats` in the recorded call, each about 10 KB, as the SDK sent them. */
export function recordedStatsBodies(): StatsBody[] {
  return recordedRequests().flatMap(({ path, body }) =>
    path === '/v1/stats' && body ? [JSON.parse(body) as StatsBody] : [],
  )
}

const recorded = recordedStatsBodies()
let pages = 0

const start = Date.now()
let reports = 0

/** The next time that no report had yet, in the form of a getStats timestamp. */
function nextTimestamp(): string {
  reports++
  return `${start + Math.floor(reports / 1000)}.${String(reports % 1000).padStart(3, '0')}`
}

/** Requests of one page with a recorded report: each has times of its own, so that no two reports are equal. */
export class StatsRequests {
  readonly #bytes: Buffer
  readonly #places: number[] = []

  constructor({ token, connectionId, peerId }: Page) {
    const body = JSON.stringify({ ...recorded[pages++ % recorded.length], token, connectionId, peerId })
    const fixed = body.replace(TIMESTAMP, `"timestamp":${nextTimestamp()}`)
    this.#bytes = requestBytes('POST', '/v1/stats', fixed)
    for (let at = this.#bytes.indexOf('"timestamp":'); at >= 0; at = this.#bytes.indexOf('"timestamp":', at + 1)) {
      this.#places.push(at + '"timestamp":'.length)
    }
  }

  /** The bytes of a request; valid until the next call. */
  next(): Buffer {
    const timestamp = nextTimestamp()
    for (const place of this.#places) this.#bytes.write(timestamp, place, DIGITS, 'latin1')
    return this.#bytes
  }
}
