import type { EntityManager } from '@mikro-orm/postgresql'
import { presumeEnds } from '../../domain/lifecycle/presumed-ends.ts'
import { invalid } from '../../domain/values/errors.ts'
import { DAY_MS, HOUR_MS } from '../../domain/values/time.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { findStaleConferences, lastSigns, type StaleConference } from '../../storage/tables/stale-conferences.ts'
import { changeConference } from '../lifecycle/change-conference.ts'
import { lockConference } from '../lifecycle/locked-call.ts'
import type { SummaryRequests } from '../lifecycle/store-draft.ts'

/** Shorter, a conference whose pages report only now and then would be given up. */
const MIN_TIMEOUT_MS = 60_000
const MAX_TIMEOUT_MS = 366 * DAY_MS

/**
 * After how long without a report a conference is stale, ms.
 * @param askedMs what somebody asks for; undefined: what the server is configured with
 * @throws DomainError invalid_parameters
 */
export function staleTimeoutMs(configuredHours: number, askedMs?: number): number {
  if (askedMs === undefined) return configuredHours * HOUR_MS
  if (askedMs >= MIN_TIMEOUT_MS && askedMs <= MAX_TIMEOUT_MS) return askedMs
  throw invalid('timeout must be from one minute to 366 days')
}

export interface StaleSweep {
  em: () => EntityManager
  summaryRequests: SummaryRequests
  /** Time without a report, ms: {@link staleTimeoutMs}. */
  timeoutMs: number
  now: Date
  /** Only says what would be ended. */
  dryRun?: boolean
}

/**
 * Ends conferences about which nothing was received for a time, each session at the time of its last sign. One whose page
 * never said that it left is told so.
 * @returns the conferences that were ended, or would be
 */
export async function endStaleConferences(sweep: StaleSweep): Promise<StaleConference[]> {
  const { em, timeoutMs, now, dryRun } = sweep
  const since = new Date(now.getTime() - timeoutMs)
  const stale = await findStaleConferences(em(), since)
  if (dryRun) return stale
  const ended: StaleConference[] = []
  for (const { id } of stale) {
    ended.push(...(await inTransaction(em(), transaction => endStale(transaction, sweep, { id, since }))))
  }
  return ended
}

/** Looks again once the conference is locked: a report may have come in, or another server may have ended it. */
async function endStale(
  em: EntityManager,
  { summaryRequests, now }: StaleSweep,
  { id, since }: { id: string; since: Date },
): Promise<StaleConference[]> {
  await lockConference(em, id)
  const stale = await findStaleConferences(em, since, id)
  if (stale.length === 0) return []
  const signs = await lastSigns(em, [id])
  await changeConference(em, summaryRequests, id, (draft, conference) => presumeEnds(draft, conference, signs, now))
  return stale
}
