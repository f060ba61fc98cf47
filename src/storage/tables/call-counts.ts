import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../engine/sql.ts'

/** Conferences that are under way. */
export async function countOngoing(em: EntityManager): Promise<number> {
  const [row] = await query<{ count: number }>(em, 'select count(*)::int as count from conference where ongoing')
  return row?.count ?? 0
}

/** Time since which all that was received is analysed, in seconds; undefined before the first analysis. */
export async function analysisLagSeconds(em: EntityManager): Promise<number | undefined> {
  const [row] = await query<{ lag: number }>(
    em,
    'select extract(epoch from now() - received_until)::float8 as lag from analysis_progress',
  )
  return row?.lag
}

/** Time for which the oldest summary that is not built yet was asked for, in seconds; 0 when none is. */
export async function summaryLagSeconds(em: EntityManager): Promise<number> {
  const [row] = await query<{ lag: number | null }>(
    em,
    `select extract(epoch from now() - min(created_on))::float8 as lag
       from job.job where name = 'summary' and state <= 'active'`,
  )
  return row?.lag ?? 0
}

/** Size of the partition for events that no day's partition takes. */
export async function defaultPartitionBytes(em: EntityManager): Promise<number> {
  const [row] = await query<{ size: string }>(em, `select pg_table_size('event_default') as size`)
  return Number(row?.size ?? 0)
}
