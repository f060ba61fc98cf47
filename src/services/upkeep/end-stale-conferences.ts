import type { EntityManager } from '@mikro-orm/postgresql'
import { findStaleConferences, type StaleConference } from '../../storage/stale-conferences.ts'
import { inTransaction } from '../../storage/transaction.ts'
import { type CallSettlement, endConference } from '../lifecycle/end-call.ts'
import { lockConference, lockSessionsOfConference } from '../lifecycle/locked-call.ts'
import { raiseSessionIssue } from '../lifecycle/raise-issue.ts'

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
export async function endStaleConferences({
  em,
  settlement,
  timeoutHours,
  now,
  dryRun,
}: StaleSweep): Promise<StaleConference[]> {
  const stale = await findStaleConferences(em(), new Date(now.getTime() - timeoutHours * HOUR_MS))
  if (dryRun) return stale
  for (const conference of stale) {
    await inTransaction(em(), transaction => endStale(transaction, settlement, conference))
  }
  return stale
}

async function endStale(
  em: EntityManager,
  settlement: CallSettlement,
  { id, lastActivity }: StaleConference,
): Promise<void> {
  await lockConference(em, id)
  const sessions = await lockSessionsOfConference(em, id)
  const abrupt = sessions.filter(session => !session.endTime && session.callStart)
  await endConference(em, settlement, id, lastActivity)
  for (const session of abrupt) {
    const ids = { appId: session.app, conferenceId: id, sessionId: session.id, participantId: session.participant }
    await raiseSessionIssue(em, ids, 'left_abruptly', lastActivity)
  }
}
