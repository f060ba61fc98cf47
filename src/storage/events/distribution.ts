import type { ClientBase } from 'pg'

/** What distributing the events over several machines depends on. */
export interface DistributionFacts {
  database: string
  /** Whether the database has a table of events of this server. */
  hasEvents: boolean
  /** Of Citus; null: it is not installed in the database. */
  citusVersion: string | null
  /** Whether Citus is there to be installed. */
  isAvailable: boolean
  isDistributed: boolean
  isOwner: boolean
  role: string
  /** What keeps the table from being distributed by its conference: unique keys, foreign keys, triggers. */
  obstacles: string[]
  /** Connections of servers that run. */
  runningServers: number
  partitions: number
  /** As the planner estimates. */
  rows: number
  bytes: number
  /** On the disk of this node; null: only Citus can say it. */
  freeBytes: number | null
  /** Machines that may hold parts; 0: none but this one. */
  workers: number
}

/** Reads the facts, and changes nothing. */
export async function readDistributionFacts(client: ClientBase): Promise<DistributionFacts> {
  const general = await one<{
    database: string
    role: string
    hasEvents: boolean
    citusVersion: string | null
    isAvailable: boolean
  }>(
    client,
    `select current_database()::text as database, current_user::text as role, to_regclass('event') is not null as "hasEvents",
            (select extversion from pg_extension where extname = 'citus') as "citusVersion",
            exists (select from pg_available_extensions where name = 'citus') as "isAvailable"`,
  )
  const runningServers = await one<{ count: number }>(
    client,
    `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name like 'peermetrics%'`,
  )
  const table = general.hasEvents ? await readTable(client) : noTable
  const citus = general.citusVersion === null ? noCitus : await readCitus(client, general.hasEvents)
  return { ...general, ...table, ...citus, runningServers: runningServers.count }
}

const noTable = { isOwner: false, obstacles: [] as string[], partitions: 0, rows: 0, bytes: 0 }
const noCitus = { isDistributed: false, freeBytes: null, workers: 0 }

const EVENT_TABLES = `select 'event'::regclass::oid union all select inhrelid from pg_inherits where inhparent = 'event'::regclass`

async function readTable(client: ClientBase): Promise<typeof noTable> {
  const { rows: obstacles } = await client.query<{ obstacle: string }>(
    `select 'unique key ' || indexrelid::regclass || ' without conference_id' as obstacle from pg_index
      where indisunique and indrelid in (${EVENT_TABLES}) and not exists (
              select from pg_attribute where attrelid = indrelid and attname = 'conference_id' and attnum = any(indkey::int2[]))
     union all
     select 'foreign key ' || conname from pg_constraint
      where contype = 'f' and (conrelid in (${EVENT_TABLES}) or confrelid in (${EVENT_TABLES}))
     union all
     select 'trigger ' || tgname from pg_trigger where tgrelid in (${EVENT_TABLES}) and not tgisinternal`,
  )
  const size = await one<Omit<typeof noTable, 'obstacles'>>(
    client,
    `select pg_has_role(current_user, (select relowner from pg_class where oid = 'event'::regclass), 'usage') as "isOwner",
            count(*)::int as partitions, coalesce(sum(greatest(reltuples, 0)), 0)::float8 as rows,
            coalesce(sum(pg_total_relation_size(oid)), 0)::float8 as bytes
       from pg_class where oid in (select inhrelid from pg_inherits where inhparent = 'event'::regclass)`,
  )
  return { ...size, obstacles: obstacles.map(({ obstacle }) => obstacle) }
}

async function readCitus(client: ClientBase, hasEvents: boolean): Promise<typeof noCitus | CitusFacts> {
  const nodes = await one<{ workers: number; tellsDisk: boolean }>(
    client,
    `select (select count(*)::int from pg_dist_node where noderole = 'primary' and shouldhaveshards) as workers,
            to_regprocedure('citus_local_disk_space_stats()') is not null as "tellsDisk"`,
  )
  const disk = nodes.tellsDisk
    ? await one<{ free: number }>(
        client,
        'select available_disk_size::float8 as free from citus_local_disk_space_stats()',
      )
    : null
  const distributed = hasEvents
    ? await one<{ is: boolean }>(
        client,
        `select exists (select from pg_dist_partition where logicalrelid = 'event'::regclass) as is`,
      )
    : { is: false }
  return { isDistributed: distributed.is, freeBytes: disk?.free ?? null, workers: nodes.workers }
}

type CitusFacts = Pick<DistributionFacts, 'isDistributed' | 'freeBytes' | 'workers'>

/** Moves all events to shards by their conference. Nobody can write events meanwhile. */
export async function distributeEvents(client: ClientBase): Promise<void> {
  await client.query(`select create_distributed_table('event', 'conference_id')`)
}

async function one<Row extends object>(client: ClientBase, sql: string): Promise<Row> {
  const { rows } = await client.query<Row>(sql)
  const [row] = rows
  if (!row) throw new Error('The database answered nothing')
  return row
}
