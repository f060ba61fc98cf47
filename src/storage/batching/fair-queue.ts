interface Lane<T> {
  items: { item: T; bytes: number }[]
  /** Index of the oldest item that waits. */
  head: number
  bytes: number
}

/**
 * A bounded queue that many share. A lane may hold as many bytes as are still free in all: one noisy lane alone gets half
 * of the room, two get a third each, and whoever comes new finds some (dynamic thresholds; Choudhury and Hahne, IEEE/ACM
 * Transactions on Networking 6(2), 1998). Items are taken from the lanes in turn.
 */
export class FairQueue<T> {
  readonly #capacity: number
  readonly #lanes = new Map<string, Lane<T>>()
  #bytes = 0
  #size = 0

  /** @param capacity bytes */
  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Items that wait. */
  get size(): number {
    return this.#size
  }

  get bytes(): number {
    return this.#bytes
  }

  /** @returns false when there is no room for the lane */
  offer(lane: string, item: T, bytes: number): boolean {
    const waiting = this.#lanes.get(lane) ?? { items: [], head: 0, bytes: 0 }
    if (waiting.bytes + bytes > this.#capacity - this.#bytes) return false
    waiting.items.push({ item, bytes })
    waiting.bytes += bytes
    this.#bytes += bytes
    this.#size++
    this.#lanes.set(lane, waiting)
    return true
  }

  /** Takes the oldest item of each lane in turn, until there are enough. */
  take(maxItems: number, maxBytes: number): T[] {
    const taken: T[] = []
    let bytes = 0
    while (this.#lanes.size > 0) {
      for (const [name, lane] of this.#lanes) {
        const next = lane.items[lane.head]
        if (!next) continue
        if (taken.length === maxItems || (taken.length > 0 && bytes + next.bytes > maxBytes)) {
          this.#rotate(lane)
          return taken
        }
        taken.push(next.item)
        bytes += next.bytes
        this.#remove(name, lane, next.bytes)
      }
    }
    return taken
  }

  #remove(name: string, lane: Lane<T>, bytes: number): void {
    lane.head++
    lane.bytes -= bytes
    this.#bytes -= bytes
    this.#size--
    if (lane.head === lane.items.length) this.#lanes.delete(name)
    else if (lane.head * 2 > lane.items.length) {
      lane.items.splice(0, lane.head)
      lane.head = 0
    }
  }

  /** The lanes that had their turn go behind the one whose turn it is. */
  #rotate(next: Lane<T>): void {
    for (const [name, lane] of [...this.#lanes]) {
      if (lane === next) return
      this.#lanes.delete(name)
      this.#lanes.set(name, lane)
    }
  }
}
