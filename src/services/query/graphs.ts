import { setTimeout as delay } from 'node:timers/promises'
import type { CallVerdict } from '../../domain/summary/call-verdict.ts'
import type { StatsSnapshot } from '../../domain/summary/stats-snapshot.ts'
import { SUMMARY_VERSION } from '../../domain/summary/summary-version.ts'
import { DomainError } from '../../domain/values/errors.ts'
import type { ScopedReader } from '../../storage/access/scoped-reader.ts'
import type { Conference } from '../../storage/entities/conference.ts'
import { verdictsSoFar } from '../../storage/queries/verdicts.ts'
import { findSummary, readSnapshots, type SummaryState } from '../../storage/tables/summaries.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { findConference } from './find.ts'

/** A finished summary. */
export interface BuiltSummary {
  version: number
  builtAt: Date | null
  /** In time order. */
  snapshots: StatsSnapshot[]
  /** Verdict on the call; null when there is none. */
  verdict: CallVerdict | null
}

/** The time series of a conference, as far as they are there. */
export type Graphs =
  | { state: 'ongoing'; soFar: CallVerdict }
  | { state: 'building' }
  | { state: 'done'; summary: BuiltSummary }

/** Longest wait for a summary that is being built, ms: that of a usual call takes less. */
const PATIENCE_MS = 3000
const LOOK_EVERY_MS = 100

/** Parts of a summary to read. */
interface WantedSummary {
  /** Else none are read. */
  snapshots: boolean
}

/**
 * Reads the summary of a conference; of a running one the verdict so far. Starts to build a summary that is missing, or
 * of an older format.
 * @throws DomainError conference_not_found; unknown_error when the summary cannot be built
 */
export async function getGraphs(
  context: ReadContext,
  id: string | undefined,
  wanted: WantedSummary = { snapshots: true },
): Promise<Graphs> {
  const conference = await findConference(context, id)
  if (conference.ongoing) return { state: 'ongoing', soFar: await verdictSoFar(context, conference) }
  const summary = await findSummary(context.reader, conference.id)
  if (!isCurrent(summary) && summary?.state !== 'ongoing') {
    if (summary?.state === 'error') throw new DomainError('unknown_error', 'The summary could not be built')
    await context.requestSummary(conference.id)
  }
  return await whenBuilt(context, conference.id, wanted)
}

const verdictSoFar = async ({ reader }: ReadContext, { id, verdict }: Conference): Promise<CallVerdict> => ({
  conference: verdict ?? null,
  participants: await verdictsSoFar(reader, id),
})

/** The summary of a conference; undefined while there is none. */
export async function findBuiltSummary(reader: ScopedReader, conferenceId: string): Promise<BuiltSummary | undefined> {
  const summary = await findSummary(reader, conferenceId)
  return isCurrent(summary) ? await readBuilt(reader, conferenceId, summary, { snapshots: true }) : undefined
}

async function whenBuilt({ reader }: ReadContext, conferenceId: string, wanted: WantedSummary): Promise<Graphs> {
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    const summary = await findSummary(reader, conferenceId)
    if (isCurrent(summary)) return { state: 'done', summary: await readBuilt(reader, conferenceId, summary, wanted) }
    if (waited >= PATIENCE_MS || summary?.state === 'error') return { state: 'building' }
    await delay(LOOK_EVERY_MS)
  }
}

type CurrentSummary = SummaryState & { build: string }

export const isCurrent = (summary: SummaryState | undefined): summary is CurrentSummary =>
  summary?.state === 'done' && summary.version === SUMMARY_VERSION && summary.build !== null

async function readBuilt(
  reader: ScopedReader,
  conferenceId: string,
  summary: CurrentSummary,
  wanted: WantedSummary,
): Promise<BuiltSummary> {
  const builtAt = summary.builtAt === null ? null : new Date(summary.builtAt)
  const snapshots = !wanted.snapshots ? [] : await readSnapshots(reader, conferenceId, summary.build)
  return { version: summary.version, builtAt, snapshots, verdict: summary.verdict }
}
