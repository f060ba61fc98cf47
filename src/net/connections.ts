import type { ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import { clientKey } from '../domain/privacy/client-key.ts'
import { ClientBudgets } from './client-budgets.ts'
import type { Clients } from './clients.ts'
import { Connection } from './connection.ts'
import type { Limits } from './limits.ts'

/**
 * The connections of a port, within their limits. Where one is too many, the one that has been idle longest makes room
 * for it, first of the same client.
 */
export class Connections {
  readonly #limits: Limits
  readonly #clients: Pick<Clients, 'isTrusted'>
  readonly #all = new Set<Connection>()
  readonly #byClient = new Map<string, Set<Connection>>()
  /** In the order in which they began to wait. */
  readonly #waiting = new Set<Connection>()
  readonly #errors: ClientBudgets
  #isClosing = false

  constructor(limits: Limits, clients: Pick<Clients, 'isTrusted'>) {
    this.#limits = limits
    this.#clients = clients
    this.#errors = new ClientBudgets(limits.connectionErrorBurst, limits.connectionErrorsPerSecond)
  }

  get isClosing(): boolean {
    return this.#isClosing
  }

  /** @returns undefined when there are too many, or too many of its client ended in errors: the socket is closed then */
  accept(socket: Socket): Connection | undefined {
    const address = socket.remoteAddress
    // Its client has gone already.
    if (address === undefined) return void socket.destroy()
    const client = this.#clients.isTrusted(address) ? undefined : clientKey(address)
    if (client !== undefined && this.#errors.isSpent(client)) return void socket.destroy()
    const ofClient = client === undefined ? undefined : this.#byClient.get(client)
    const { maxConnections, maxConnectionsPerClient } = this.#limits
    const hasRoom =
      (!ofClient || ofClient.size < maxConnectionsPerClient || this.#closeLongestWaiting(ofClient)) &&
      (this.#all.size < maxConnections || this.#closeLongestWaiting(this.#waiting))
    if (!hasRoom) return void socket.destroy()
    const connection = new Connection(socket, client)
    this.#add(connection)
    socket.once('close', () => this.#remove(connection))
    return connection
  }

  #add(connection: Connection): void {
    const { client } = connection
    this.#all.add(connection)
    this.#waiting.add(connection)
    if (client === undefined) return
    const ofClient = this.#byClient.get(client)
    if (ofClient) ofClient.add(connection)
    else this.#byClient.set(client, new Set([connection]))
  }

  #remove(connection: Connection): void {
    this.#all.delete(connection)
    this.#waiting.delete(connection)
    const { client } = connection
    if (client === undefined) return
    const ofClient = this.#byClient.get(client)
    ofClient?.delete(connection)
    if (ofClient?.size === 0) this.#byClient.delete(client)
  }

  /** Closes a connection at once, with all streams: its client floods the server, or breaks the rules of HTTP/2. */
  closeForError(connection: Connection): void {
    const isFirst = connection.calm()
    if (isFirst && connection.client !== undefined) this.#errors.charge(connection.client)
  }

  #closeLongestWaiting(connections: ReadonlySet<Connection>): boolean {
    for (const connection of connections) {
      if (connection.requests > 0 || connection.isDestroyed) continue
      connection.destroy()
      this.#remove(connection)
      return true
    }
    return false
  }

  /** @returns what ends the request */
  beginRequest(connection: Connection, stream?: ServerHttp2Stream): () => void {
    connection.beginRequest(stream)
    this.#waiting.delete(connection)
    return () => {
      if (!connection.endRequest(stream)) return
      if (this.#isClosing) connection.end()
      else if (this.#all.has(connection)) this.#wait(connection)
    }
  }

  /** Puts it behind all others that wait. */
  #wait(connection: Connection): void {
    this.#waiting.add(connection)
    const ofClient = connection.client === undefined ? undefined : this.#byClient.get(connection.client)
    if (ofClient?.delete(connection)) ofClient.add(connection)
  }

  /** Closes what has waited too long. */
  sweep(): void {
    const now = performance.now()
    for (const connection of this.#waiting) {
      if (connection.isOverdue(now, this.#limits)) connection.destroy()
    }
  }

  /** From now on a connection is closed after its next answer. */
  beginClosing(): void {
    this.#isClosing = true
  }

  /** Closes what waits, and lets the rest finish. */
  closeIdle(): void {
    for (const connection of this.#all) connection.end()
  }

  destroyAll(): void {
    for (const connection of this.#all) connection.destroy()
  }
}
