import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { StatsSnapshot } from '../domain/summary/stats-snapshot.ts'
import { SUMMARY_VERSION } from '../domain/summary/summary-version.ts'
import { query } from '../storage/engine/sql.ts'
import { addSummaryChunk } from '../storage/tables/summaries.ts'
import { parsed } from './convert/json-column.ts'
import { isoOfText } from './convert/source-time.ts'
import { SnapshotShift } from './convert/summary-snapshots.ts'
import type { SourceSummary } from './source/rows.ts'
import type { SourceDatabase } from './source/source-database.ts'
import { readSnapshots, readTrackSpans } from './source/summary-snapshots.ts'

/** The format whose entries stand one snapshot too early. */
const SHIFTED_VERSION = 1

/** Whether a summary is all that is left of a call's reports. */
export const isOnlyRecord = (summary: SourceSummary | undefined, hasLastReport: boolean): summary is SourceSummary =>
  summary?.is_active === true && summary.status === 'd' && summary.snapshots > 0 && !hasLastReport

/**
 * Takes the summary of a call whose reports are gone over as a finished build. One that is here already, of the same call
 * or of one that was made here, stays.
 */
export async function copySummary(
  em: EntityManager,
  source: SourceDatabase,
  summary: SourceSummary,
  conferenceId: string,
): Promise<void> {
  const build = randomUUID()
  const made = await query(
    em,
    `insert into summary (conference_id, state, version, build, built_at, reports_deleted_until)
     values ($1, 'done', $2, $3, $4, $5) on conflict (conference_id) do nothing returning conference_id`,
    [conferenceId, SUMMARY_VERSION, build, summary.end_time, isoOfText(summary.last_time)],
  )
  if (made.length === 0) return
  const isShifted = summary.version === SHIFTED_VERSION
  const shift = new SnapshotShift(isShifted ? await readTrackSpans(source, summary.conference_id) : [])
  let number = 0
  for await (const texts of readSnapshots(source, summary.conference_id)) {
    const snapshots = texts.map(text => shift.next(parsed(text)) as unknown as StatsSnapshot)
    await addSummaryChunk(em, { conferenceId, build, number: number++ }, snapshots)
  }
}
