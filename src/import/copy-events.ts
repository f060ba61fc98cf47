import type { EntityManager } from '@mikro-orm/postgresql'
import { CallFacts } from './convert/call-facts.ts'
import { convertEvent, convertReport } from './convert/event.ts'
import type { IdMap } from './convert/id-map.ts'
import { parsed } from './convert/json-column.ts'
import { type AssembledReport, isStatsRow, ReportAssembler } from './convert/report-assembler.ts'
import type { Listing } from './listing.ts'
import type { CallRows } from './source/call-rows.ts'
import type { SourceEvent } from './source/rows.ts'
import type { Checkpoint } from './target/bookkeeping.ts'
import { deleteParts, type EventSink } from './target/events.ts'

/** Rows that were copied without their connection's and are looked for in one statement. */
const MAX_PARTS = 1000

export interface EventCopy {
  em: EntityManager
  sink: EventSink
  call: CallRows
  ids: IdMap
  listing: Listing
  /** Last event copied; null: none. */
  from: Checkpoint | null
  /** Event time from which a later copy begins; null: none is expected. */
  until: string | null
  /** Whether some of the call was copied before. */
  isRepeated: boolean
}

export interface CopiedEvents {
  facts: CallFacts
  checkpoint: Checkpoint | null
  /** Rows that were read. */
  rows: number
  /** Whether the report with the last snapshot of the summary is there. */
  hasLastReport: boolean
}

/** Copies the events of a call, some at a time, and learns what they say of its sessions and connections. */
export class EventCopier {
  readonly #copy: EventCopy
  readonly #facts: CallFacts
  readonly #assembler = new ReportAssembler()
  readonly #connections: ReadonlyMap<string, CallRows['connections'][number]>
  #parts: string[] = []
  #checkpoint: Checkpoint | null = null
  #rows = 0
  #earlier: number
  #hasLastReport = false

  constructor(copy: EventCopy) {
    this.#copy = copy
    this.#facts = new CallFacts(copy.from?.facts)
    this.#earlier = copy.from?.events ?? 0
    this.#connections = new Map(copy.call.connections.map(connection => [connection.id, connection]))
  }

  async copy(parts: AsyncIterable<readonly SourceEvent[]>): Promise<CopiedEvents> {
    for await (const events of parts) {
      for (const event of events) this.#take(event)
      await this.#copy.sink.flushWhenFull()
      if (this.#parts.length >= MAX_PARTS) await this.#deleteParts()
    }
    for (const report of this.#assembler.rest()) this.#addReport(report)
    await this.#deleteParts()
    this.#keepCheckpoint()
    return {
      facts: this.#facts,
      checkpoint: this.#checkpoint,
      rows: this.#rows,
      hasLastReport: this.#hasLastReport,
    }
  }

  #take(event: SourceEvent): void {
    const { from, until, listing } = this.#copy
    const isEarlier = from !== null && event.created_at < from.at
    if (until !== null && !this.#checkpoint && event.created_at >= until) this.#keepCheckpoint()
    if (!isEarlier) {
      this.#earlier += 1
      this.#rows += 1
    }
    if (!event.is_active) {
      if (!isEarlier) listing.count('deleted row of events', 1)
      return
    }
    const data = parsed(event.data)
    if (!isEarlier) this.#facts.add(event, data)
    if (isStatsRow(event, data)) {
      const report = this.#assembler.add(event, data)
      // Its parts may be of before the checkpoint; it is not.
      if (report && !isEarlier) this.#addReport(report)
    } else if (!isEarlier) this.#copy.sink.add(convertEvent(event, this.#copy.ids))
  }

  #addReport(report: AssembledReport): void {
    const { row, parts } = report
    const connection = this.#connections.get(row.connection_id ?? '')
    this.#facts.addReport(row.connection_id ?? '', report.report)
    this.#copy.sink.add(convertReport(report, this.#copy.ids, connection))
    this.#hasLastReport ||= row.id === this.#copy.call.summary?.last_id
    if (this.#copy.isRepeated) this.#parts.push(...parts)
  }

  #keepCheckpoint(): void {
    const { until } = this.#copy
    if (until === null || this.#checkpoint) return
    this.#checkpoint = { at: until, events: this.#earlier, facts: structuredClone(this.#facts.toJSON()) }
  }

  async #deleteParts(): Promise<void> {
    await deleteParts(this.#copy.em, this.#copy.ids.conference, this.#parts.splice(0))
  }
}
