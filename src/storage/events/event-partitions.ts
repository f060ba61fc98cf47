import type { EntityManager } from '@mikro-orm/postgresql'
import { NIL } from 'uuid'
import { DAY_MS } from '../../domain/values/time.ts'
import { query } from '../engine/sql.ts'

/** Days for which partitions exist before they are needed. */
const DAYS_AHEAD = 7

/** One creator at a time among all servers of a database. An arbitrary number that nothing else here uses. */
const ADVISORY_LOCK = 7_316_201

/** The smallest UUIDv7 that can be made at or after an instant: its first 48 bits are the ms since the epoch. */
function firstIdAt(instant: Date): string {
  const hex = instant.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

interface DayPartition {
  name: string
  from: string
  to: string
}

/** The partition for conferences created on the UTC day of an instant. */
function dayPartition(instant: Date): DayPartition {
  const start = new Date(Math.floor(instant.getTime() / DAY_MS) * DAY_MS)
  const day = start.toISOString().slice(0, 10).replaceAll('-', '')
  return { name: `event_${day}`, from: firstIdAt(start), to: firstIdAt(new Date(start.getTime() + DAY_MS)) }
}

/**
 * Makes the daily partitions from today to {@link DAYS_AHEAD} days ahead that are missing. Rows that went to the
 * default partition meanwhile are moved. The default partition takes whatever has no day of its own.
 * @returns names of the partitions that were made
 */
export async function createEventPartitions(em: EntityManager, now: Date): Promise<string[]> {
  const days = Array.from({ length: DAYS_AHEAD + 1 }, (_, day) => dayPartition(new Date(now.getTime() + day * DAY_MS)))
  // Almost always there are none, and nobody has to wait to learn that.
  if ((await missing(em, days)).length === 0) return []
  return await em.transactional(async transaction => {
    await query(transaction, 'select pg_advisory_xact_lock($1)', [ADVISORY_LOCK])
    const made = await missing(transaction, days)
    for (const partition of made) await create(transaction, partition)
    return made.map(({ name }) => name)
  })
}

/**
 * Drops the daily partitions that ended before an instant and hold nothing but what may go. A partition with events of
 * a call that is still kept (one that is ongoing, or a reused conference) stays.
 * @returns names of the partitions that were dropped
 */
export async function dropPartitionsBefore(em: EntityManager, instant: Date): Promise<string[]> {
  const last = dayPartition(new Date(instant.getTime() - DAY_MS)).name
  const rows = await query<{ name: string }>(
    em,
    `select inhrelid::regclass::text as name from pg_inherits
      where inhparent = 'event'::regclass and inhrelid::regclass::text ~ '^event_\\d{8}$'`,
  )
  const dropped: string[] = []
  for (const { name } of rows.filter(row => row.name <= last)) {
    if (await holdsKeptCalls(em, name)) continue
    await query(em, `drop table ${name}`)
    dropped.push(name)
  }
  return dropped
}

/** Calls whose presence is asked for at once. */
const CALLS_PER_PAGE = 1000

/** Whether events of a partition belong to calls that are still there. Asked by ids: the tables may be on different machines. */
async function holdsKeptCalls(em: EntityManager, partition: string): Promise<boolean> {
  for (let last: string = NIL; ; ) {
    const calls = await query<{ id: string }>(
      em,
      `select distinct conference_id as id from ${partition} where conference_id > $1 order by 1 limit ${CALLS_PER_PAGE}`,
      [last],
    )
    const ids = calls.map(({ id }) => id)
    const [kept] = await query(em, 'select id from conference where id = any($1::uuid[]) limit 1', [ids])
    if (kept) return true
    const end = ids.at(-1)
    if (end === undefined || ids.length < CALLS_PER_PAGE) return false
    last = end
  }
}

/**
 * Those of some partitions that are not there, in their order. Reads the catalog as a table: `to_regclass` may answer from
 * what this connection saw before it waited for the lock.
 */
async function missing(em: EntityManager, partitions: readonly DayPartition[]): Promise<DayPartition[]> {
  const rows = await query<{ name: string }>(
    em,
    `select relname::text as name from pg_inherits join pg_class on pg_class.oid = inhrelid
      where inhparent = 'event'::regclass and relname = any($1::text[])`,
    [partitions.map(({ name }) => name)],
  )
  const there = new Set(rows.map(({ name }) => name))
  return partitions.filter(({ name }) => !there.has(name))
}

async function create(em: EntityManager, { name, from, to }: DayPartition): Promise<void> {
  // Attached after it was filled: creating it in place would fail on rows of its range in the default partition.
  await query(em, `create table ${name} (like event including defaults including constraints including storage)`)
  await query(
    em,
    `with moved as (delete from event_default where conference_id >= '${from}' and conference_id < '${to}' returning *)
     insert into ${name} select * from moved`,
  )
  await query(em, `alter table event attach partition ${name} for values from ('${from}') to ('${to}')`)
}

/** Size of a partition. */
export interface PartitionSize {
  name: string
  /** `YYYY-MM-DD`, UTC; null: the default partition. */
  day: string | null
  /** As the planner estimates. */
  rowEstimate: number
  /** With its indexes. */
  bytes: number
}

/** All partitions, by day, the default one last. */
export async function partitionSizes(em: EntityManager): Promise<PartitionSize[]> {
  const rows = await query<{ name: string; rows: number; bytes: string }>(
    em,
    `select relname::text as name, greatest(reltuples, 0)::float8 as rows, pg_total_relation_size(oid)::text as bytes
       from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = 'event'::regclass order by relname`,
  )
  return rows
    .map(({ name, rows, bytes }) => ({ name, day: dayOf(name), rowEstimate: Math.round(rows), bytes: Number(bytes) }))
    .sort((a, b) => Number(a.day === null) - Number(b.day === null))
}

function dayOf(partition: string): string | null {
  const [, year, month, day] = /^event_(\d{4})(\d{2})(\d{2})$/.exec(partition) ?? []
  return year ? `${year}-${month}-${day}` : null
}
