import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../storage/engine/sql.ts'

/**
 * The first UUIDv7 of 2026, before which no day has a partition of its own, and of 2100, up to which one may get it:
 * constants, so that no server whose clock differs finds its day taken.
 */
const FIRST_OF_2026 = '019b76da-a800-0000-0000-000000000000'
const FIRST_OF_2100 = '03bb2cc3-d800-0000-0000-000000000000'

const partitions = [
  {
    name: 'event_before_days',
    holds: `conference_id < '${FIRST_OF_2026}'`,
    bounds: `from (minvalue) to ('${FIRST_OF_2026}')`,
  },
  {
    name: 'event_after_days',
    holds: `conference_id >= '${FIRST_OF_2100}'`,
    bounds: `from ('${FIRST_OF_2100}') to (maxvalue)`,
  },
]

/**
 * Makes two partitions for the events of calls whose ids are random (UUIDv4), below and above all days. Without them these
 * events would lie in the default partition, which is read under an exclusive lock whenever the next day's partition is
 * attached. What is left for it is 0.8 % of them.
 */
export async function createOldIdPartitions(em: EntityManager): Promise<void> {
  await em.transactional(async transaction => {
    const rows = await query<{ name: string }>(
      transaction,
      `select relname::text as name from pg_inherits join pg_class on pg_class.oid = inhrelid
        where inhparent = 'event'::regclass`,
    )
    const there = new Set(rows.map(({ name }) => name))
    for (const { name, holds, bounds } of partitions.filter(partition => !there.has(partition.name))) {
      // Attached after it was filled: creating it in place would fail on rows of its range in the default partition.
      await query(
        transaction,
        `create table ${name} (like event including defaults including constraints including storage)`,
      )
      await query(
        transaction,
        `with moved as (delete from event_default where ${holds} returning *) insert into ${name} select * from moved`,
      )
      await query(transaction, `alter table event attach partition ${name} for values ${bounds}`)
    }
  })
}
