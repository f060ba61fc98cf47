import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../engine/sql.ts'
import { deleteParts } from './deleted-calls.ts'

/** Retention of an app's calls, in days; null: for ever. */
export interface AppRetention {
  appId: string
  days: number | null
}

/** Conferences deleted in one transaction. */
const BATCH = 200

/** @param defaultDays what holds for apps without a limit of their own; null: for ever */
export async function listRetention(em: EntityManager, defaultDays: number | null): Promise<AppRetention[]> {
  return await query<AppRetention>(em, 'select id as "appId", coalesce(retention_days, $1::int) as days from app', [
    defaultDays,
  ])
}

/**
 * Deletes some conferences of an app that ended before an instant, with everything in them.
 * @returns ids of what was deleted; fewer than a full batch when nothing is left
 */
export async function deleteConferences(em: EntityManager, appId: string, before: Date): Promise<string[]> {
  const expired = await query<{ id: string }>(
    em,
    `select id from conference
      where app_id = $1 and coalesce(end_time, created_at) < $2 and not ongoing
      order by id limit ${BATCH} for update skip locked`,
    [appId, before.toISOString()],
  )
  const ids = expired.map(row => row.id)
  if (ids.length === 0) return []
  await deleteParts(em, ids)
  return ids
}

/** Deletes an app's participants of old that are in no conference any more. */
export async function deleteForgottenParticipants(em: EntityManager, appId: string, before: Date): Promise<void> {
  await query(
    em,
    `delete from participant
      where app_id = $1 and created_at < $2
        and not exists (select from conference_participant link where link.participant_id = participant.id)
        and not exists (select from connection where connection.peer_id = participant.id)`,
    [appId, before.toISOString()],
  )
}
