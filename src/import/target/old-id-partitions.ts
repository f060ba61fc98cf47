import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../storage/sql.ts'

/** The smallest UUIDv7 of the year 2100: nothing that is made here has a larger id before then. */
const YEAR_2100 = '03bb2cc3-d800-0000-0000-000000000000'

const LOWEST = '00000000-0000-0000-0000-000000000000'

/**
 * Makes two partitions for the events of calls whose ids are random (UUIDv4): one below the first day, one above all
 * days. Without them these events would lie in the default partition, which is read under an exclusive lock whenever the
 * next day's partition is attached. What is left for it is 0.8 % of them.
 */
export async function createOldIdPartitions(em: EntityManager): Promise<void> {
  await em.transactional(async transaction => {
    const rows = await query<{ name: string; bound: string }>(
      transaction,
      `select relname::text as name, pg_get_expr(relpartbound, pg_class.oid) as bound
         from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = 'event'::regclass`,
    )
    const names = new Set(rows.map(({ name }) => name))
    const firstDays = rows.flatMap(({ name, bound }) =>
      /^event_\d{8}$/.test(name) ? (/FROM \('([\da-f-]{36})'\)/.exec(bound)?.[1] ?? []) : [],
    )
    const first = firstDays.sort()[0]
    if (first && !names.has('event_before_days')) await create(transaction, 'event_before_days', LOWEST, first)
    if (!names.has('event_after_days')) await create(transaction, 'event_after_days', YEAR_2100, null)
  })
}

async function create(em: EntityManager, name: string, from: string, to: string | null): Promise<void> {
  // Attached after it was filled: creating it in place would fail on rows of its range in the default partition.
  await query(em, `create table ${name} (like event including defaults including constraints including storage)`)
  await query(
    em,
    `with moved as (delete from event_default where conference_id >= '${from}' ${to ? `and conference_id < '${to}'` : ''} returning *)
     insert into ${name} select * from moved`,
  )
  const bounds = `from (${from === LOWEST ? 'minvalue' : `'${from}'`}) to (${to ? `'${to}'` : 'maxvalue'})`
  await query(em, `alter table event attach partition ${name} for values ${bounds}`)
}
