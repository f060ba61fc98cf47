import { SeriesBlock } from './series-block.ts'
import type { SeriesPoint } from './series-point.ts'

/** Intervals of a block that is full. */
const BLOCK = 500

/** Numbers that are held of all connections together: 16 MB. */
const HELD_NUMBERS = 2_000_000

export interface ConnectionBlock {
  connectionId: string
  block: SeriesBlock
}

/** Collects the intervals of many connections, as the reports of a call come in, in blocks of one connection each. */
export class SeriesCollector {
  readonly #blocks = new Map<string, SeriesBlock>()
  #held = 0

  /** @returns blocks that are to be handed on, and are not held any more */
  add(point: SeriesPoint): ConnectionBlock[] {
    const { connectionId } = point
    const block = this.#blocks.get(connectionId) ?? new SeriesBlock()
    this.#blocks.set(connectionId, block)
    block.add(point)
    this.#held += block.columns.size
    if (this.#held > HELD_NUMBERS) return this.rest()
    if (block.length < BLOCK) return []
    this.#blocks.delete(connectionId)
    this.#held -= block.columns.size * block.length
    return [{ connectionId, block }]
  }

  /** Blocks that are not full yet. */
  rest(): ConnectionBlock[] {
    const left = [...this.#blocks].map(([connectionId, block]) => ({ connectionId, block }))
    this.#blocks.clear()
    this.#held = 0
    return left
  }
}
