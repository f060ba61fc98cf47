import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../sql.ts'

/** Notes a failed attempt. The first one begins a window, after which it is forgotten. */
export async function countFailure(em: EntityManager, key: string, windowMinutes: number, now: Date): Promise<void> {
  await query(
    em,
    `insert into sign_in_attempt (key, failures, until) values ($1, 1, $3::timestamptz + make_interval(mins => $2))
     on conflict (key) do update
       set failures = case when sign_in_attempt.until <= $3 then 1 else sign_in_attempt.failures + 1 end,
           until = case when sign_in_attempt.until <= $3 then excluded.until else sign_in_attempt.until end`,
    [key, windowMinutes, now.toISOString()],
  )
}

/** How long a key that has reached its limit is shut out; undefined when it has not. */
export async function secondsToWait(
  em: EntityManager,
  key: string,
  limit: number,
  now: Date,
): Promise<number | undefined> {
  const rows = await query<{ seconds: number }>(
    em,
    `select ceil(extract(epoch from until - $3::timestamptz))::int as seconds from sign_in_attempt
      where key = $1 and failures >= $2 and until > $3`,
    [key, limit, now.toISOString()],
  )
  return rows[0]?.seconds
}

export async function forgetFailures(em: EntityManager, key: string): Promise<void> {
  await query(em, 'delete from sign_in_attempt where key = $1', [key])
}

/** Deletes what has no effect any more: windows that are over, and sign-ins that have expired. */
export async function deleteExpiredSignIns(em: EntityManager, now: Date): Promise<void> {
  await query(em, 'delete from sign_in_attempt where until <= $1', [now.toISOString()])
  await query(em, 'delete from sign_in where expires_at <= $1', [now.toISOString()])
}
