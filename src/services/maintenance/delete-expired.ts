import type { EntityManager } from '@mikro-orm/postgresql'
import { DAY_MS } from '../../domain/values/time.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { dropPartitionsBefore } from '../../storage/events/event-partitions.ts'
import { deleteConferences, deleteForgottenParticipants, listRetention } from '../../storage/tables/expired-calls.ts'

export interface Deleted {
  conferences: number
  /** Names of the event partitions that were dropped as a whole. */
  partitions: string[]
}

/**
 * Deletes calls that are older than their app keeps them, and the event partitions that no app needs any more.
 * @param defaultDays for apps without a limit of their own; null: for ever
 */
export async function deleteExpired(
  em: () => EntityManager,
  { defaultDays, now, signal }: { defaultDays: number | null; now: Date; signal?: AbortSignal },
): Promise<Deleted> {
  const retention = await listRetention(em(), defaultDays)
  let conferences = 0
  for (const { appId, days } of retention) {
    if (days === null) continue
    conferences += await deleteCallsOf(em, appId, new Date(now.getTime() - days * DAY_MS), signal)
  }
  const longest = retention.map(({ days }) => days ?? Number.POSITIVE_INFINITY)
  const days = longest.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...longest)
  const partitions = Number.isFinite(days)
    ? await dropPartitionsBefore(em(), new Date(now.getTime() - days * DAY_MS))
    : []
  return { conferences, partitions }
}

async function deleteCallsOf(
  em: () => EntityManager,
  appId: string,
  before: Date,
  signal: AbortSignal | undefined,
): Promise<number> {
  let deleted = 0
  while (!signal?.aborted) {
    const ids = await inTransaction(em(), transaction => deleteConferences(transaction, appId, before))
    if (ids.length === 0) break
    deleted += ids.length
  }
  await inTransaction(em(), transaction => deleteForgottenParticipants(transaction, appId, before))
  return deleted
}
