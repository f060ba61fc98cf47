import type { Limits } from './limits.ts'

/** Memory of a request beside its body, bytes: its socket, its headers, its answer. */
const REQUEST_BYTES = 8 * 1024

/** A request that is under way, as it takes up room. */
export interface Seat {
  /** Takes more room. @returns whether there was so much */
  take(bytes: number): boolean
  /** Notes that its body has arrived: it is not given up for others any more. */
  arrived(): void
  /** Gives back all of it. */
  leave(): void
}

interface ClientRoom {
  taken: number
  /** The requests of the client whose bodies are still arriving, oldest first, by what gives them up. */
  arriving: Set<() => void>
}

/**
 * Bounds the memory of all requests under way, by what has arrived of them. A client has a share of it; when all is taken,
 * whoever has taken most gives up what is still arriving.
 */
export class RequestRoom {
  readonly #share: number
  readonly #clients = new Map<string, ClientRoom>()
  #free: number
  #requests = 0

  /** @param bodyLimitBytes more is never read of a body; a share holds two of that size at least */
  constructor({ roomBytes, roomShare }: Limits, bodyLimitBytes: number) {
    this.#free = Math.max(roomBytes, 4 * (bodyLimitBytes + REQUEST_BYTES))
    this.#share = Math.max(this.#free * roomShare, 2 * (bodyLimitBytes + REQUEST_BYTES))
  }

  /** Whether a request of a client that has none would be refused. */
  get isFull(): boolean {
    return this.#free < REQUEST_BYTES
  }

  /** Requests under way. */
  get requests(): number {
    return this.#requests
  }

  /**
   * @param client whose share it takes
   * @param giveUp ends the request while its body arrives
   * @returns undefined when there is no room
   */
  enter(client: string, giveUp: () => void): Seat | undefined {
    const room = this.#clients.get(client) ?? { taken: 0, arriving: new Set() }
    if (!this.#take(room, REQUEST_BYTES)) return undefined
    this.#clients.set(client, room)
    this.#requests++
    let taken = REQUEST_BYTES
    let hasLeft = false
    room.arriving.add(giveUp)
    return {
      take: bytes => {
        if (hasLeft || !this.#take(room, bytes)) return false
        taken += bytes
        return true
      },
      arrived: () => void room.arriving.delete(giveUp),
      leave: () => {
        if (hasLeft) return
        hasLeft = true
        this.#requests--
        room.arriving.delete(giveUp)
        this.#free += taken
        room.taken -= taken
        if (room.taken === 0) this.#clients.delete(client)
      },
    }
  }

  #take(room: ClientRoom, bytes: number): boolean {
    if (room.taken + bytes > this.#share) return false
    while (bytes > this.#free) if (!this.#makeRoom(room)) return false
    this.#free -= bytes
    room.taken += bytes
    return true
  }

  /**
   * Gives up the oldest request that is still arriving of the client that has taken most.
   * @returns false when nobody else has taken more
   */
  #makeRoom(asking: ClientRoom): boolean {
    let largest = asking
    for (const room of this.#clients.values()) {
      if (room.taken > largest.taken && room.arriving.size > 0) largest = room
    }
    const [giveUp] = largest === asking ? [] : largest.arriving
    if (!giveUp) return false
    largest.arriving.delete(giveUp)
    giveUp()
    return true
  }
}
