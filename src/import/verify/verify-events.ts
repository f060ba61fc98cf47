import type { EntityManager } from '@mikro-orm/postgresql'
import { type ConvertedCall, convertCall } from '../convert/call.ts'
import { CallFacts } from '../convert/call-facts.ts'
import type { IdMap } from '../convert/id-map.ts'
import { parsed } from '../convert/json-column.ts'
import { isStatsRow, ReportAssembler } from '../convert/report-assembler.ts'
import { isOnlyRecord } from '../copy-summary.ts'
import { Listing } from '../listing.ts'
import type { CallRows } from '../source/call-rows.ts'
import type { SourceEvent } from '../source/rows.ts'
import { EventChecksums } from './event-checksums.ts'

/** A call whose events were compared, and the rows that it should have otherwise. */
export interface ComparedEvents {
  sourceId: string
  /** Id of its conference here. */
  conferenceId: string
  checksums: EventChecksums
  converted: ConvertedCall
  /** Of a summary that was copied; 0 for none. */
  snapshots: number
}

/** Compares the events of a call on both sides. */
export async function compareEvents(
  em: EntityManager,
  call: CallRows,
  ids: IdMap,
  events: AsyncIterable<readonly SourceEvent[]>,
): Promise<ComparedEvents> {
  const facts = new CallFacts()
  const reports = new ReportAssembler()
  const checksums = new EventChecksums(em, ids)
  let hasLastReport = false
  for await (const part of events) {
    for (const event of part.filter(({ is_active }) => is_active)) {
      addFacts(facts, reports, event)
      hasLastReport ||= event.id === call.summary?.last_id
    }
    await checksums.add(part)
  }
  for (const { row, report } of reports.rest()) facts.addReport(row.connection_id ?? '', report)
  return {
    sourceId: call.conference.id,
    conferenceId: ids.conference,
    checksums,
    converted: convertCall(call, ids, facts, new Listing()),
    snapshots: isOnlyRecord(call.summary, hasLastReport) ? call.summary.snapshots : 0,
  }
}

function addFacts(facts: CallFacts, reports: ReportAssembler, event: SourceEvent): void {
  const data = parsed(event.data)
  facts.add(event, data)
  const complete = isStatsRow(event, data) ? reports.add(event, data) : undefined
  if (complete) facts.addReport(event.connection_id ?? '', complete.report)
}
