import type { IncomingMessage } from 'node:http'

/** What a request takes in memory beside its body, in bytes: its socket, its headers, its answer. */
const REQUEST_BYTES = 8 * 1024

/** What a body counts that does not announce its length, in bytes. */
const UNKNOWN_BODY_BYTES = 64 * 1024

/** All requests under way, in bytes: a few thousand of the usual size. */
const ROOM_BYTES = 64 * 1024 * 1024

/** Bounds the memory of all requests under way: what does not fit is refused before it is read. */
export class RequestRoom {
  readonly #bodyLimitBytes: number
  #free: number

  /** @param bodyLimitBytes more is never read of a body */
  constructor(bodyLimitBytes: number) {
    this.#bodyLimitBytes = bodyLimitBytes
    this.#free = Math.max(ROOM_BYTES, 4 * bodyLimitBytes)
  }

  /** @returns what gives the room back; undefined when there is none */
  enter(request: Pick<IncomingMessage, 'headers' | 'method'>): (() => void) | undefined {
    const bytes = REQUEST_BYTES + Math.min(bodyBytes(request), this.#bodyLimitBytes)
    if (bytes > this.#free) return undefined
    this.#free -= bytes
    return () => {
      this.#free += bytes
    }
  }
}

function bodyBytes({ headers, method }: Pick<IncomingMessage, 'headers' | 'method'>): number {
  const announced = Number(headers['content-length'])
  if (Number.isFinite(announced)) return announced
  return method === 'GET' || method === 'HEAD' ? 0 : UNKNOWN_BODY_BYTES
}
