import type { EntityManager } from '@mikro-orm/postgresql'
import type { Thresholds } from '../../../domain/analysis/thresholds.ts'
import { type ConnectionBlock, SeriesCollector } from '../../../domain/series/series-collector.ts'
import { seriesPoint } from '../../../domain/series/series-point.ts'
import type { ClosedIntervals } from '../../../domain/stats/connection-stats.ts'
import type { StoredEvent } from '../../../storage/events/read-events.ts'
import { addSeriesChunk } from '../../../storage/tables/series-chunks.ts'

/** Collects what was measured on the connections of a build, and stores it a block at a time. */
export class SeriesWriter {
  readonly #em: () => EntityManager
  readonly #build: { conferenceId: string; build: string }
  readonly #thresholds: Thresholds
  readonly #collector = new SeriesCollector()
  #number: number

  /** @param number of the first chunk */
  constructor(
    em: () => EntityManager,
    build: { conferenceId: string; build: string },
    { thresholds, number }: { thresholds: Thresholds; number: number },
  ) {
    this.#em = em
    this.#build = build
    this.#thresholds = thresholds
    this.#number = number
  }

  async add({ id: eventId, connectionId, report }: StoredEvent, closed: ClosedIntervals): Promise<void> {
    if (!connectionId) return
    const point = seriesPoint(closed, this.#thresholds, { connectionId, eventId, report })
    if (point) await this.#store(this.#collector.add(point))
  }

  async flush(): Promise<void> {
    await this.#store(this.#collector.rest())
  }

  async #store(blocks: readonly ConnectionBlock[]): Promise<void> {
    for (const { connectionId, block } of blocks) {
      await addSeriesChunk(this.#em(), { ...this.#build, connectionId, number: this.#number++ }, block)
    }
  }
}
