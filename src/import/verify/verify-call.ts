import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from '../../storage/prepared-statements.ts'
import { query } from '../../storage/sql.ts'
import { convertCall } from '../convert/call.ts'
import { CallFacts } from '../convert/call-facts.ts'
import type { IdMap } from '../convert/id-map.ts'
import { parsed } from '../convert/json-column.ts'
import { isStatsRow, ReportAssembler } from '../convert/report-assembler.ts'
import { Listing } from '../listing.ts'
import type { CallRows } from '../source/call-rows.ts'
import type { SourceEvent } from '../source/rows.ts'
import type { Deviation } from '../target/rows.ts'
import {
  conferenceTable,
  connectionTable,
  issueTable,
  participantTable,
  sessionTable,
  trackTable,
} from '../target/tables.ts'
import { EventChecksums } from './event-checksums.ts'

/** Rows of a table, there and here. */
export type Counts = Map<string, { there: number; here: number }>

export interface VerifiedCall {
  /** What differs, in words. */
  differences: string[]
  /** Rows that were changed here because the call went on here. */
  continued: number
  counts: Counts
}

const WENT_ON = prepared(`
  select (select count(*) from event where conference_id = $1)::int as events,
         exists (select from conference where id = $1 and swept_at is not null) as "isSwept"`)

/** Compares a call on both sides. */
export async function verifyCall(
  em: EntityManager,
  call: CallRows,
  ids: IdMap,
  events: AsyncIterable<readonly SourceEvent[]>,
): Promise<VerifiedCall> {
  const facts = new CallFacts()
  const reports = new ReportAssembler()
  const checksums = new EventChecksums(em, ids)
  for await (const part of events) {
    for (const event of part.filter(({ is_active }) => is_active)) addFacts(facts, reports, event)
    await checksums.add(part)
  }
  for (const { row, report } of reports.rest()) facts.addReport(row.connection_id ?? '', report)
  const counts: Counts = new Map([['events', checksums.rows]])
  const deviations: { table: string; deviation: Deviation }[] = []
  const converted = convertCall(call, ids, facts, new Listing())
  const tables = [
    ['conferences', conferenceTable, converted.conferences],
    ['participants', participantTable, converted.participants],
    ['sessions', sessionTable, converted.sessions],
    ['connections', connectionTable, converted.connections],
    ['tracks', trackTable, converted.tracks],
    ['issues', issueTable, converted.issues],
  ] as const
  for (const [table, rowTable, rows] of tables) {
    const found = await rowTable.compare(em, rows)
    counts.set(table, { there: rows.length, here: rows.length - found.filter(({ kind }) => kind === 'missing').length })
    deviations.push(...found.map(deviation => ({ table, deviation })))
  }
  const wentOn = deviations.length > 0 && (await hasGoneOn(em, ids.conference, checksums.rows.here))
  const isExpected = ({ deviation }: { deviation: Deviation }) => wentOn && deviation.kind === 'changed'
  const differences = deviations
    .filter(deviation => !isExpected(deviation))
    .map(({ table, deviation }) => `${table}: ${deviation.id} is ${deviation.kind} here`)
  if (!checksums.there.equals(checksums.here)) {
    differences.push(`events: checksum ${checksums.there} there, ${checksums.here} here`)
  }
  return { differences, continued: deviations.filter(isExpected).length, counts }
}

function addFacts(facts: CallFacts, reports: ReportAssembler, event: SourceEvent): void {
  const data = parsed(event.data)
  facts.add(event, data)
  const complete = isStatsRow(event, data) ? reports.add(event, data) : undefined
  if (complete) facts.addReport(event.connection_id ?? '', complete.report)
}

/** Whether a call has got events here that are not of the source, or was given up here. */
async function hasGoneOn(em: EntityManager, conferenceId: string, imported: number): Promise<boolean> {
  const [row] = await query<{ events: number; isSwept: boolean }>(em, WENT_ON, [conferenceId])
  return row !== undefined && (row.events > imported || row.isSwept)
}
