import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../engine/sql.ts'

/** Up to when all that was received is analysed, as PostgreSQL prints it; null before the first time. */
export async function analysedUntil(em: EntityManager): Promise<string | null> {
  const rows = await query<{ until: string }>(em, 'select received_until::text as until from analysis_progress')
  return rows[0]?.until ?? null
}

export async function saveAnalysedUntil(em: EntityManager, until: string): Promise<void> {
  await query(
    em,
    `insert into analysis_progress (received_until) values ($1)
     on conflict (is_only) do update set received_until = excluded.received_until`,
    [until],
  )
}
