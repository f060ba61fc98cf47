import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Keeps account of the sockets of a listener, so that it can stop without waiting for those on which nothing happens. */
export class OpenSockets {
  readonly #all = new Set<Socket>()
  /** Requests under way by HTTP/1.1 socket; 0 while a socket waits for the next one, or for its first. */
  readonly #busy = new Map<Socket, number>()
  #closing = false

  add(socket: Socket): void {
    this.#all.add(socket)
    socket.once('close', () => this.#all.delete(socket))
  }

  /** A socket that is, or may turn out to be, one of HTTP/1.1. */
  addIdle(socket: Socket): void {
    this.#busy.set(socket, 0)
    socket.once('close', () => this.#busy.delete(socket))
  }

  /** A socket that speaks HTTP/2, whose sessions know themselves when they are done. */
  forgetIdle(socket: Socket): void {
    this.#busy.delete(socket)
  }

  /** Notes a request of HTTP/1.1 until it is answered. */
  track({ socket }: IncomingMessage, response: ServerResponse): void {
    if (this.#closing) response.setHeader('connection', 'close')
    this.#busy.set(socket, (this.#busy.get(socket) ?? 0) + 1)
    response.once('close', () => {
      const left = (this.#busy.get(socket) ?? 1) - 1
      if (this.#busy.has(socket)) this.#busy.set(socket, left)
      if (this.#closing && left === 0) socket.destroySoon()
    })
  }

  /** From now on a socket is closed after its next answer. */
  beginClosing(): void {
    this.#closing = true
  }

  /** Closes what waits. */
  closeIdle(): void {
    for (const [socket, requests] of this.#busy) if (requests === 0) socket.destroySoon()
  }

  destroyAll(): void {
    for (const socket of this.#all) socket.destroy()
  }
}
