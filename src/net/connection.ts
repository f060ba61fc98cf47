import { constants, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { EventBudget } from './event-budget.ts'
import type { Limits } from './limits.ts'

/**
 * An answer that was sent earns one more control frame for so many bytes, as with gRPC servers: clients measure the
 * bandwidth with pings while they receive.
 */
const SENT_BYTES_PER_FRAME = 1024

/** A connection that was accepted, whatever it turns out to speak. */
export class Connection {
  /** Whom it counts against; undefined: nobody, because a trusted proxy opened it. */
  readonly client: string | undefined
  /** As accepted. */
  readonly #accepted: Socket
  /** Socket that answers are written to: with TLS, the one above the accepted one. */
  #socket: Socket
  #session: ServerHttp2Session | undefined
  /** Requests under way. */
  #requests = 0
  readonly #streams = new Set<ServerHttp2Stream>()
  /** When it began to wait: for its first request, or since its last answer. */
  #waitingSince = performance.now()
  #hadRequest = false
  #isCalmed = false

  constructor(socket: Socket, client: string | undefined) {
    this.client = client
    this.#accepted = socket
    this.#socket = socket
  }

  get requests(): number {
    return this.#requests
  }

  get isDestroyed(): boolean {
    return this.#accepted.destroyed
  }

  /** From now on it speaks over that socket. */
  speakOver(socket: Socket, { halfOpenMs }: Limits): void {
    this.#socket = socket
    socket.once('end', () => void this.#waitHalfOpen(halfOpenMs))
  }

  /** From now on it speaks HTTP/2. @param flooded called when its client sends more control frames than it may */
  beginSession(session: ServerHttp2Session, { controlBurst, controlsPerSecond }: Limits, flooded: () => void): void {
    this.#session = session
    const sent = () => this.#accepted.bytesWritten / SENT_BYTES_PER_FRAME
    const control = new EventBudget(controlBurst, controlsPerSecond, sent)
    const spend = () => control.spend() || flooded()
    session.on('ping', spend)
    session.on('remoteSettings', spend)
  }

  /** @param stream of HTTP/2 */
  beginRequest(stream?: ServerHttp2Stream): void {
    this.#requests++
    if (stream) this.#streams.add(stream)
    this.#hadRequest = true
  }

  /** @returns whether no other request is under way */
  endRequest(stream?: ServerHttp2Stream): boolean {
    this.#requests--
    if (stream) this.#streams.delete(stream)
    this.#waitingSince = performance.now()
    return this.#requests === 0
  }

  /** Whether it has waited for a request for longer than it may. */
  isOverdue(now: number, { headersMs, idleMs }: Limits): boolean {
    return this.#requests === 0 && now - this.#waitingSince > (this.#hadRequest ? idleMs : headersMs)
  }

  /** Closes it when its requests are answered: at once when there are none. */
  end(): void {
    if (this.#session && !this.#session.destroyed) this.#session.close()
    else if (!this.#hadRequest) this.destroy()
    else if (this.#requests === 0) this.#socket.destroySoon()
  }

  /** Closes it at once, with all streams, for an error of its client. @returns whether this is the first time */
  calm(): boolean {
    if (this.#isCalmed) return false
    this.#isCalmed = true
    this.#session?.destroy(undefined, constants.NGHTTP2_ENHANCE_YOUR_CALM)
    this.destroy()
    return true
  }

  destroy(): void {
    this.#session?.destroy()
    this.#socket.destroy()
    this.#accepted.destroy()
  }

  /** A client that has ended its side may still take answers; when it takes none for a while, it has gone. */
  async #waitHalfOpen(patienceMs: number): Promise<void> {
    for (const stream of this.#streams) if (isUnfinished(stream)) stream.close(constants.NGHTTP2_CANCEL)
    this.end()
    for (let taken = -1; !this.isDestroyed; ) {
      const written = this.#accepted.bytesWritten
      if (written === taken) return this.destroy()
      taken = written
      await delay(patienceMs, undefined, { ref: false })
    }
  }
}

/** Whether its client has not sent all of the request. */
const isUnfinished = (stream: ServerHttp2Stream): boolean => stream.state.state === constants.NGHTTP2_STREAM_STATE_OPEN
