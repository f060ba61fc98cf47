import type { EntityManager } from '@mikro-orm/postgresql'
import { findStaleConferences, type StaleConference } from '../../storage/stale-conferences.ts'
import { inTransaction } from '../../storage/transaction.ts'
import type { CallSettlement } from '../lifecycle/end-call.ts'
import { judgeSession } from '../lifecycle/judge-session.ts'
import { lockConference } from '../lifecycle/locked-call.ts'
import { presumeEnds } from '../lifecycle/presumed-ends.ts'
import { settleTimes } from '../lifecycle/settle-times.ts'

const HOUR_MS = 60 * 60 * 1000

export interface StaleSweep {
  em: () => EntityManager
  settlement: CallSettlement
  timeoutHours: number
  now: Date
  /** Only says what would be ended. */
  dryRun?: boolean
}

/**
 * Ends conferences about which nothing was received for `timeoutHours`, at the time of their last activity. A session
 * whose page never said that it left is told so.
 * @returns the conferences that were ended, or would be
 */
export async function endStaleConferences(sweep: StaleSweep): Promise<StaleConference[]> {
  const { em, timeoutHours, now, dryRun } = sweep
  const since = new Date(now.getTime() - timeoutHours * HOUR_MS)
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
  { settlement, now }: StaleSweep,
  { id, since }: { id: string; since: Date },
): Promise<StaleConference[]> {
  const conference = await lockConference(em, id)
  const stale = await findStaleConferences(em, since, id)
  for (const { lastActivity } of stale) {
    conference.sweptAt = now
    const sessions = await presumeEnds(em, conference, lastActivity)
    const { ended } = await settleTimes(em, conference, sessions)
    for (const session of sessions) await judgeSession(em, session)
    if (ended) await settlement.requestSummary(em, id)
  }
  return stale
}
