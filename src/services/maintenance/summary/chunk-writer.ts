import type { EntityManager } from '@mikro-orm/postgresql'
import type { StatsSnapshot } from '../../../domain/summary/stats-snapshot.ts'
import { addSummaryChunk } from '../../../storage/tables/summaries.ts'

/** Snapshots of one row. */
const CHUNK = 500

/** Collects the snapshots of a build and stores them a chunk at a time. */
export class ChunkWriter {
  readonly #em: () => EntityManager
  readonly #build: { conferenceId: string; build: string }
  #number: number
  #snapshots: StatsSnapshot[] = []

  /** @param number of the first chunk */
  constructor(em: () => EntityManager, build: { conferenceId: string; build: string }, number: number) {
    this.#em = em
    this.#build = build
    this.#number = number
  }

  async add(snapshot: StatsSnapshot): Promise<void> {
    this.#snapshots.push(snapshot)
    if (this.#snapshots.length === CHUNK) await this.flush()
  }

  async flush(): Promise<void> {
    if (this.#snapshots.length === 0) return
    const place = { ...this.#build, number: this.#number++ }
    await addSummaryChunk(this.#em(), place, this.#snapshots)
    this.#snapshots = []
  }
}
