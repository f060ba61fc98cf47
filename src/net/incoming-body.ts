import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import { DomainError } from '../domain/values/errors.ts'
import type { Limits } from './limits.ts'
import type { Seat } from './memory-budget.ts'

/**
 * The body of a request on its way: takes room as it arrives, and is given up when there is none, or when it arrives too
 * slowly.
 */
export class IncomingBody {
  readonly #receivedAt = performance.now()
  readonly #pace: Pick<Limits, 'bodyGraceMs' | 'minBytesPerSecond' | 'requestMs'>
  #seat: Seat | undefined
  #response: ServerResponse | undefined
  #bytes = 0
  #refusal: DomainError | undefined
  #refused: ((error: DomainError) => void) | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(pace: Limits) {
    this.#pace = pace
  }

  /** Begins to watch it. @param seat what it takes room of */
  watch(request: IncomingMessage, response: ServerResponse, seat: Seat): void {
    this.#seat = seat
    this.#response = response
    if (!isExpected(request)) {
      seat.arrived()
      return
    }
    const push = request.push.bind(request)
    request.push = (chunk: Buffer | null, encoding) => {
      if (chunk === null) this.#arrived()
      else this.#take(chunk.length)
      return push(chunk, encoding)
    }
    this.#timer = setTimeout(() => this.#checkPace(), this.#pace.bodyGraceMs).unref()
  }

  /** Ends the watch: the request is answered, or its client has gone. */
  close(): void {
    clearTimeout(this.#timer)
    this.#seat?.leave()
  }

  /** From now on nobody is to wait for the rest. */
  refuse(error: DomainError): void {
    if (this.#refusal) return
    this.#refusal = error
    this.close()
    const response = this.#response
    // What follows is not worth reading; HTTP/2 has streams to reset instead.
    if (response && !('stream' in response) && !response.headersSent) response.setHeader('connection', 'close')
    this.#refused?.(error)
  }

  /** Has `refused` called when the body is given up, at once when it was already. */
  whenRefused(refused: (error: DomainError) => void): void {
    if (this.#refusal) refused(this.#refusal)
    else this.#refused = refused
  }

  #arrived(): void {
    clearTimeout(this.#timer)
    this.#seat?.arrived()
  }

  #take(bytes: number): void {
    this.#bytes += bytes
    if (this.#refusal || this.#seat?.take(bytes)) return
    this.refuse(new DomainError('overloaded', 'There is no room for the rest of the request'))
  }

  /** A stream of messages that is answered as they come has no pace to keep. */
  #checkPace(): void {
    if (this.#response?.headersSent) return
    const { bodyGraceMs, minBytesPerSecond, requestMs } = this.#pace
    const allowedMs = Math.min(bodyGraceMs + (this.#bytes / minBytesPerSecond) * 1000, requestMs)
    const leftMs = allowedMs - (performance.now() - this.#receivedAt)
    if (leftMs > 1) this.#timer = setTimeout(() => this.#checkPace(), leftMs).unref()
    else this.refuse(new DomainError('request_timeout', 'The request body arrived too slowly'))
  }
}

/** Whether a body follows the headers. */
function isExpected(request: IncomingMessage): boolean {
  const { stream } = request as unknown as Partial<Http2ServerRequest>
  if (stream) return !stream.endAfterHeaders
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
  return encoding !== undefined || (length !== undefined && length !== '0')
}
