import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { CallVerdict } from '../../domain/summary/call-verdict.ts'
import type { StatsSnapshot } from '../../domain/summary/stats-snapshot.ts'
import type { ScopedReader } from '../access/scoped-reader.ts'
import { query } from '../engine/sql.ts'
import { deleteOtherSeries } from './series-chunks.ts'

/** Notes that a summary is wanted, or being built. What an older build made stays readable until the new one is done. */
export async function markSummariesOngoing(em: EntityManager, conferenceIds: readonly string[]): Promise<void> {
  await query(
    em,
    `insert into summary (conference_id, state, version)
     select id, 'ongoing', 0 from unnest($1::uuid[]) id order by id
     on conflict (conference_id) do update set state = 'ongoing'`,
    [conferenceIds],
  )
}

/** Level 1: snapshots are much alike, and higher ones take twice as long for a tenth less. */
const packSnapshots = (snapshots: readonly StatsSnapshot[]): Buffer =>
  zstdCompressSync(JSON.stringify(snapshots), { params: { [constants.ZSTD_c_compressionLevel]: 1 } })

/** Stores the next snapshots of a build. */
export async function addSummaryChunk(
  em: EntityManager,
  { conferenceId, build, number }: { conferenceId: string; build: string; number: number },
  snapshots: readonly StatsSnapshot[],
): Promise<void> {
  await query(
    em,
    `insert into summary_chunk (conference_id, build, number, snapshots, snapshot_count) values ($1, $2, $3, $4, $5)`,
    [conferenceId, build, number, packSnapshots(snapshots), snapshots.length],
  )
}

/** Takes the chunks of an earlier build over into a new one. @returns how many */
export async function copyChunks(
  em: EntityManager,
  { conferenceId, build, from }: { conferenceId: string; build: string; from: string },
): Promise<number> {
  const rows = await query(
    em,
    `insert into summary_chunk (conference_id, build, number, snapshots, snapshot_count)
     select conference_id, $2, (row_number() over (order by number) - 1)::int, snapshots, snapshot_count
       from summary_chunk where conference_id = $1 and build = $3
     returning number`,
    [conferenceId, build, from],
  )
  return rows.length
}

/**
 * Makes a build the summary of its conference, and forgets the chunks of all others.
 * @param verdict null leaves the earlier one
 * @returns the one that it has now
 */
export async function finishSummary(
  em: EntityManager,
  {
    conferenceId,
    build,
    version,
    verdict,
  }: { conferenceId: string; build: string; version: number; verdict: CallVerdict | null },
): Promise<CallVerdict | null> {
  const [summary] = await query<{ verdict: CallVerdict | null }>(
    em,
    `update summary
        set state = 'done', version = $2, build = $3, verdict = coalesce($4::jsonb, verdict), built_at = now()
      where conference_id = $1 returning verdict`,
    [conferenceId, version, build, verdict && JSON.stringify(verdict)],
  )
  await query(em, 'delete from summary_chunk where conference_id = $1 and build <> $2', [conferenceId, build])
  await deleteOtherSeries(em, { conferenceId, build })
  return summary?.verdict ?? null
}

export async function markSummaryFailed(em: EntityManager, conferenceId: string): Promise<void> {
  await query(em, `update summary set state = 'error' where conference_id = $1`, [conferenceId])
}

/** Deletes the raw stats reports of a conference, and notes up to when they are gone. */
export async function deleteStatsEvents(em: EntityManager, conferenceId: string): Promise<void> {
  const [deleted] = await query<{ until: string | null }>(
    em,
    `with deleted as (delete from event where conference_id = $1 and report is not null returning created_at)
     select max(created_at)::text as until from deleted`,
    [conferenceId],
  )
  await query(
    em,
    `update summary set reports_deleted_until = greatest(reports_deleted_until, $2::timestamptz)
      where conference_id = $1`,
    [conferenceId, deleted?.until ?? null],
  )
}

/** Changes what a summary holds, chunk by chunk. */
export async function rewriteSummary(
  em: EntityManager,
  conferenceId: string,
  change: {
    snapshots: (snapshots: readonly StatsSnapshot[]) => readonly StatsSnapshot[]
    verdict: (verdict: CallVerdict) => CallVerdict
  },
): Promise<void> {
  const [summary] = await query<{ verdict: CallVerdict | null }>(
    em,
    'select verdict from summary where conference_id = $1 for update',
    [conferenceId],
  )
  if (summary?.verdict) {
    const verdict = JSON.stringify(change.verdict(summary.verdict))
    await query(em, 'update summary set verdict = $2 where conference_id = $1', [conferenceId, verdict])
  }
  const chunks = await query<{ build: string; number: number }>(
    em,
    'select build, number from summary_chunk where conference_id = $1 order by build, number',
    [conferenceId],
  )
  for (const { build, number } of chunks) await rewriteChunk(em, [conferenceId, build, number], change.snapshots)
}

async function rewriteChunk(
  em: EntityManager,
  key: [conferenceId: string, build: string, number: number],
  change: (snapshots: readonly StatsSnapshot[]) => readonly StatsSnapshot[],
): Promise<void> {
  const where = 'conference_id = $1 and build = $2 and number = $3'
  const [chunk] = await query<{ snapshots: Uint8Array }>(em, `select snapshots from summary_chunk where ${where}`, key)
  if (!chunk) return
  const changed = change(unpackSnapshots(chunk.snapshots))
  await query(em, `update summary_chunk set snapshots = $4, snapshot_count = $5 where ${where}`, [
    ...key,
    packSnapshots(changed),
    changed.length,
  ])
}

/** The part of an earlier summary that a new build continues. */
export async function earlierSummary(
  em: EntityManager,
  conferenceId: string,
): Promise<{ build: string | null; reportsDeletedUntil: string | null } | undefined> {
  const rows = await query<{ build: string | null; reportsDeletedUntil: string | null }>(
    em,
    // Raw reports up to this event time are gone, as PostgreSQL prints it; null for none.
    'select build, reports_deleted_until as "reportsDeletedUntil" from summary where conference_id = $1',
    [conferenceId],
  )
  return rows[0]
}

/** State of the summary of a conference. */
export interface SummaryState {
  state: 'ongoing' | 'done' | 'error'
  version: number
  build: string | null
  /** As PostgreSQL prints it. */
  builtAt: string | null
  verdict: CallVerdict | null
  /** Raw reports up to this event time were deleted, as PostgreSQL prints it; null for none. */
  reportsDeletedUntil: string | null
}

export async function findSummary(reader: ScopedReader, conferenceId: string): Promise<SummaryState | undefined> {
  const rows = await reader.query<SummaryState>(
    `select state, version, build, built_at as "builtAt", verdict, reports_deleted_until as "reportsDeletedUntil"
       from summary where conference_id = $1`,
    [conferenceId],
  )
  return rows[0]
}

/** The snapshots of a build in time order. */
export async function readSnapshots(
  reader: ScopedReader,
  conferenceId: string,
  build: string,
): Promise<StatsSnapshot[]> {
  const chunks = await reader.query<{ snapshots: Uint8Array }>(
    'select snapshots from summary_chunk where conference_id = $1 and build = $2 order by number',
    [conferenceId, build],
  )
  return chunks.flatMap(({ snapshots }) => unpackSnapshots(snapshots))
}

const unpackSnapshots = (packed: Uint8Array): StatsSnapshot[] =>
  JSON.parse(zstdDecompressSync(packed).toString('utf8')) as StatsSnapshot[]
