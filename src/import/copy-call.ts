import type { Database } from '../storage/database.ts'
import { convertCall } from './convert/call.ts'
import type { IdMap } from './convert/id-map.ts'
import { EventCopier } from './copy-events.ts'
import { copySummary, isOnlyRecord } from './copy-summary.ts'
import type { Listing } from './listing.ts'
import type { CallRows } from './source/call-rows.ts'
import type { SourceEvent } from './source/rows.ts'
import type { SourceDatabase } from './source/source-database.ts'
import { type Checkpoint, inImportTransaction, noteCopied } from './target/bookkeeping.ts'
import { storeParticipations } from './target/links.ts'
import type { Stored } from './target/rows.ts'
import {
  conferenceTable,
  connectionTable,
  issueTable,
  participantTable,
  sessionTable,
  trackTable,
} from './target/tables.ts'

export interface CallCopy {
  source: SourceDatabase
  target: Database
  call: CallRows
  ids: IdMap
  state: string
  from: Checkpoint | null
  until: string | null
  isRepeated: boolean
  listing: Listing
}

/**
 * Copies a call in one transaction.
 * @param events from the checkpoint on
 * @returns rows that were read
 */
export async function copyCall(copy: CallCopy, events: AsyncIterable<readonly SourceEvent[]>): Promise<number> {
  const { source, target, call, ids, listing } = copy
  return await inImportTransaction(target.em(), async em => {
    const { facts, checkpoint, rows, hasLastReport } = await new EventCopier({ ...copy, em }).copy(events)
    const converted = convertCall(call, ids, facts, listing)
    const tables = [
      ['participant', await participantTable.store(em, converted.participants)],
      ['conference', await conferenceTable.store(em, converted.conferences)],
      ['session', await sessionTable.store(em, converted.sessions)],
      ['connection', await connectionTable.store(em, converted.connections)],
      ['track', await trackTable.store(em, converted.tracks)],
      ['issue', await issueTable.store(em, converted.issues)],
    ] satisfies [string, Stored][]
    await storeParticipations(em, ids.conference, converted.links)
    if (isOnlyRecord(call.summary, hasLastReport) && copy.from === null) {
      await copySummary(em, source, call.summary, ids.conference)
    }
    await noteCopied(em, {
      sourceId: call.conference.id,
      conferenceId: ids.conference,
      appId: call.conference.app_id,
      state: copy.state,
      checkpoint,
      at: new Date(),
    })
    for (const [name, { differing }] of tables) {
      for (const id of differing) listing.add(`${name} that is different here: left as it is`, id)
    }
    return rows + smallRows(call)
  })
}

const smallRows = (call: CallRows): number =>
  1 +
  call.links.length +
  call.sessions.length +
  call.connections.length +
  call.tracks.length +
  call.issues.length +
  (call.summary ? 1 : 0)
