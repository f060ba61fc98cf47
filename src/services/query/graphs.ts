import { setTimeout as delay } from 'node:timers/promises'
import { DomainError } from '../../domain/errors.ts'
import type { StatsSnapshot } from '../../domain/summary/stats-snapshot.ts'
import { SUMMARY_VERSION } from '../../domain/summary/summary-version.ts'
import { findSummary, readSnapshots, type SummaryState } from '../../storage/summaries.ts'
import { inTransaction } from '../../storage/transaction.ts'
import type { Caller } from '../caller.ts'
import type { ServiceContext } from '../context.ts'
import { getConference } from './calls.ts'

/** The time series of a conference, as far as they are there. */
export type Graphs = { state: 'ongoing' } | { state: 'building' } | { state: 'done'; snapshots: StatsSnapshot[] }

/** How long a question waits for a summary that is just being built, ms: that of a usual call takes less. */
const PATIENCE_MS = 3000
const LOOK_EVERY_MS = 100

/**
 * What graphs of a conference are drawn from. Asking for a summary that is not there, or of an older format, starts its
 * building.
 * @throws DomainError conference_not_found; unknown_error when the summary cannot be built
 */
export async function getGraphs(context: ServiceContext, caller: Caller, id: string): Promise<Graphs> {
  const { conference } = await getConference(context, caller, id)
  if (conference.ongoing) return { state: 'ongoing' }
  const summary = await findSummary(context.em(), conference.id)
  if (!isCurrent(summary) && summary?.state !== 'ongoing') {
    if (summary?.state === 'error') throw new DomainError('unknown_error', 'The summary could not be built')
    await inTransaction(context.em(), em => context.settlement.requestSummary(em, conference.id))
  }
  return await whenBuilt(context, conference.id)
}

async function whenBuilt(context: ServiceContext, conferenceId: string): Promise<Graphs> {
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    const summary = await findSummary(context.em(), conferenceId)
    if (isCurrent(summary)) {
      return { state: 'done', snapshots: await readSnapshots(context.em(), conferenceId, summary.build) }
    }
    if (waited >= PATIENCE_MS || summary?.state === 'error') return { state: 'building' }
    await delay(LOOK_EVERY_MS)
  }
}

const isCurrent = (summary: SummaryState | undefined): summary is SummaryState & { build: string } =>
  summary?.state === 'done' && summary.version === SUMMARY_VERSION && summary.build !== null
