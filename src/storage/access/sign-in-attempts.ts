import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../engine/sql.ts'

/** Key under which attempts are counted, and the most of one window. */
export interface AttemptLimit {
  key: string
  limit: number
}

/**
 * Counts an attempt, while there is room for it. The first one begins a window, after which it is forgotten. Others who
 * count under the same key wait until this transaction ends.
 * @returns seconds to wait when there is no room; undefined when it was counted
 */
export async function countAttempt(
  em: EntityManager,
  { key, limit }: AttemptLimit,
  windowMinutes: number,
  now: Date,
): Promise<number | undefined> {
  const counted = await query(
    em,
    `insert into sign_in_attempt (key, failures, until) values ($1, 1, $3::timestamptz + make_interval(mins => $2))
     on conflict (key) do update
       set failures = case when sign_in_attempt.until <= $3 then 1 else sign_in_attempt.failures + 1 end,
           until = case when sign_in_attempt.until <= $3 then excluded.until else sign_in_attempt.until end
       where sign_in_attempt.failures < $4 or sign_in_attempt.until <= $3
     returning key`,
    [key, windowMinutes, now.toISOString(), limit],
  )
  return counted.length > 0 ? undefined : await secondsLeft(em, key, now)
}

async function secondsLeft(em: EntityManager, key: string, now: Date): Promise<number> {
  const [row] = await query<{ seconds: number }>(
    em,
    'select ceil(extract(epoch from until - $2::timestamptz))::int as seconds from sign_in_attempt where key = $1',
    [key, now.toISOString()],
  )
  return Math.max(1, row?.seconds ?? 1)
}

/** Gives back one attempt under each key. */
export async function giveBackAttempts(em: EntityManager, keys: readonly string[]): Promise<void> {
  await query(em, 'update sign_in_attempt set failures = failures - 1 where key = any($1) and failures > 0', [keys])
}

export async function forgetAttempts(em: EntityManager, key: string): Promise<void> {
  await query(em, 'delete from sign_in_attempt where key = $1', [key])
}

/** Deletes what has no effect any more: windows that are over, and sign-ins that have expired. */
export async function deleteExpiredSignIns(em: EntityManager, now: Date): Promise<void> {
  await query(em, 'delete from sign_in_attempt where until <= $1', [now.toISOString()])
  await query(em, 'delete from sign_in where expires_at <= $1', [now.toISOString()])
}
