import type { EntityManager } from '@mikro-orm/postgresql'
import { type ConvertedCall, convertCall } from './convert/call.ts'
import type { IdMap } from './convert/id-map.ts'
import { EventCopier } from './copy-events.ts'
import { copySummary, isOnlyRecord } from './copy-summary.ts'
import type { ImportContext } from './import-context.ts'
import type { CallEvents } from './source/call-events.ts'
import type { CallRows } from './source/call-rows.ts'
import type { SourceSummary } from './source/rows.ts'
import { type Checkpoint, inImportTransaction, type JustCopied, noteCopied } from './target/bookkeeping.ts'
import { EventSink } from './target/events.ts'
import { storeParticipations } from './target/links.ts'
import type { RowTable } from './target/rows.ts'
import {
  conferenceTable,
  connectionTable,
  issueTable,
  participantTable,
  sessionTable,
  trackTable,
} from './target/tables.ts'

/** A call that is to be copied. */
export interface CallToCopy {
  call: CallRows
  ids: IdMap
  state: string
  /** Last call copied; null: none. */
  from: Checkpoint | null
  /** Event time from which a later copy begins; null: none is expected. */
  until: string | null
  /** Whether some of it was copied before. */
  isRepeated: boolean
}

/**
 * Copies whole calls in one transaction.
 * @param calls in order of their ids
 * @param events theirs, each from its checkpoint on
 * @returns rows that were read
 */
export async function copyCalls(
  context: ImportContext,
  calls: readonly CallToCopy[],
  events: CallEvents,
): Promise<number> {
  return await inImportTransaction(context.target.em(), async em => {
    const sink = new EventSink(em)
    const converted: ConvertedCall[] = []
    const summaries: { summary: SourceSummary; conferenceId: string }[] = []
    const copied: JustCopied[] = []
    let rows = 0
    for (const copy of calls) {
      const { call, ids, state } = copy
      const { listing } = context
      const result = await new EventCopier({ ...copy, em, sink, listing }).copy(events.of(call.conference.id))
      converted.push(convertCall(call, ids, result.facts, listing))
      if (isOnlyRecord(call.summary, result.hasLastReport) && copy.from === null) {
        summaries.push({ summary: call.summary, conferenceId: ids.conference })
      }
      const { id: sourceId, app_id: appId } = call.conference
      copied.push({ sourceId, conferenceId: ids.conference, appId, state, checkpoint: result.checkpoint })
      rows += result.rows + smallRows(call)
    }
    await sink.flush()
    await storeRows(em, context, converted)
    // Over the connection on which the events came, which are through.
    await events.close()
    for (const { summary, conferenceId } of summaries) await copySummary(em, context.source, summary, conferenceId)
    await noteCopied(em, copied)
    return rows
  })
}

async function storeRows(
  em: EntityManager,
  { listing }: ImportContext,
  calls: readonly ConvertedCall[],
): Promise<void> {
  const store = async (name: string, table: RowTable, rows: ConvertedCall['sessions']) => {
    // A participant of several calls.
    const byId = new Map(rows.map(row => [row['id'], row]))
    const { differing } = await table.store(em, [...byId.values()])
    for (const id of differing) listing.add(`${name} that is different here: left as it is`, id)
  }
  await store(
    'participant',
    participantTable,
    calls.flatMap(call => call.participants),
  )
  await store(
    'conference',
    conferenceTable,
    calls.flatMap(call => call.conferences),
  )
  await storeParticipations(
    em,
    calls.flatMap(call => call.links),
  )
  await store(
    'session',
    sessionTable,
    calls.flatMap(call => call.sessions),
  )
  await store(
    'connection',
    connectionTable,
    calls.flatMap(call => call.connections),
  )
  await store(
    'track',
    trackTable,
    calls.flatMap(call => call.tracks),
  )
  await store(
    'issue',
    issueTable,
    calls.flatMap(call => call.issues),
  )
}

const smallRows = (call: CallRows): number =>
  1 +
  call.links.length +
  call.sessions.length +
  call.connections.length +
  call.tracks.length +
  call.issues.length +
  (call.summary ? 1 : 0)
