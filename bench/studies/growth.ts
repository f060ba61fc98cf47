import process from 'node:process'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { BULK_INSERT, bulkInsertParameters } from '../../src/storage/events/bulk-insert.ts'
import { showProgress } from '../report/progress.ts'
import { withClient } from '../system/bench-database.ts'
import { cpuBetween, usageOfTree } from '../system/process-usage.ts'
import { freshRows } from './event-rows.ts'
import { type FillPlan, fillEvents } from './growth/fill-events.ts'
import { createMigratedDatabase, type MigratedDatabase } from './migrated-database.ts'

/*
 * What storing events costs in a full event table against an empty one: the statement of the server, its batches, its
 * packed reports, in turn, both in the same run. Where the rows lie that fill it: in the partition of today, into which new
 * ones go, or in those of the days before. Their reports are short: what can make an insert dearer is the index, and 20
 * million rows then take 9 GB. `node bench/studies/growth.ts --rows 20000000 --where today`
 */

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '2000000' }, where: { type: 'string', default: 'today' } },
})
const plan: FillPlan = { rows: Number(values.rows), where: values.where === 'earlier' ? 'earlier' : 'today' }

const ROUNDS = 7
const BATCH = 64

/** Batches of one measurement; as many before it make its pages known and its plans. */
const BATCHES = 400
const WARM_UP = 20

const figures = ['µs a row', 'µs of CPU of the backend', 'bytes of WAL', 'pages used', 'pages read'] as const

type Cost = Record<(typeof figures)[number], number>

interface Counters {
  wal: number
  hits: number
  reads: number
}

async function counters(client: pg.Client): Promise<Counters> {
  const { rows } = await client.query<Counters>(
    `select pg_current_wal_insert_lsn() - '0/0' as wal, sum(heap_blks_hit + idx_blks_hit)::float8 as hits,
            sum(heap_blks_read + idx_blks_read)::float8 as reads
       from pg_statio_user_tables where relname like 'event%'`,
  )
  const [row] = rows
  return { wal: Number(row?.wal), hits: row?.hits ?? 0, reads: row?.reads ?? 0 }
}

/** It comes to the small table all the time, and hardly ever to the large one. */
async function keepVacuumAway(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'event'::regclass",
  )
  for (const { name } of rows) await client.query(`alter table ${name} set (autovacuum_enabled = off)`)
}

async function insertBatches({ client }: MigratedDatabase, count: number): Promise<void> {
  for (let batch = 0; batch < count; batch++) {
    const insert = { name: 'bulk', text: BULK_INSERT, values: bulkInsertParameters(freshRows(BATCH)) }
    const { rowCount } = await client.query(insert)
    if (rowCount !== BATCH) throw new Error(`${rowCount} of ${BATCH} rows were stored`)
  }
}

/** After a checkpoint the first change of a page is logged with all of the page: each round begins with one. */
async function insertCost(migrated: MigratedDatabase): Promise<Cost> {
  const { client } = migrated
  const backend = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0
  await client.query('checkpoint')
  await insertBatches(migrated, WARM_UP)
  await client.query('select pg_stat_force_next_flush()')
  const before = await counters(client)
  const cpu = usageOfTree(backend)
  const begin = performance.now()
  await insertBatches(migrated, BATCHES)
  const wallMs = performance.now() - begin
  const cpuSeconds = cpuBetween(cpu, usageOfTree(backend))
  await client.query('select pg_stat_force_next_flush()')
  const after = await counters(client)
  const rows = BATCH * BATCHES
  return {
    'µs a row': (wallMs * 1000) / rows,
    'µs of CPU of the backend': (cpuSeconds * 1e6) / rows,
    'bytes of WAL': (after.wal - before.wal) / rows,
    'pages used': (after.hits + after.reads - before.hits - before.reads) / rows,
    'pages read': (after.reads - before.reads) / rows,
  }
}

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN

await using empty = await createMigratedDatabase()
await using full = await createMigratedDatabase()
for (const { client } of [empty, full]) await keepVacuumAway(client)
const filling = showProgress(`filling with ${plan.rows} rows, ${plan.where}`)
// Over a connection of its own: one that has done large things before does small ones with less of the system.
const size = await withClient(full.database.url ?? '', client =>
  fillEvents(client, plan, done => filling.tell(`${done} rows`)),
)
filling.end(`${(size.bytes / 2 ** 30).toFixed(1)} GB, ${(size.indexBytes / 2 ** 30).toFixed(1)} of them indexes`)

const measuring = showProgress('measuring')
const costs: { empty: Cost; full: Cost }[] = []
for (let round = 0; round < ROUNDS; round++) {
  const isSwapped = round % 2 === 1
  const first = await insertCost(isSwapped ? full : empty)
  const second = await insertCost(isSwapped ? empty : full)
  costs.push(isSwapped ? { empty: second, full: first } : { empty: first, full: second })
  measuring.tell(`round ${round + 1} of ${ROUNDS}`)
}
measuring.end(`${ROUNDS} rounds of ${BATCHES} × ${BATCH} rows`)

process.stdout.write('| a row costs | empty | full | full ÷ empty |\n| - | - | - | - |\n')
for (const figure of figures) {
  const of = (table: 'empty' | 'full') => median(costs.map(cost => cost[table][figure]))
  const ratio = median(costs.map(cost => cost.full[figure] / cost.empty[figure]))
  process.stdout.write(
    `| ${figure} | ${of('empty').toFixed(2)} | ${of('full').toFixed(2)} | ${Number.isFinite(ratio) ? ratio.toFixed(2) : '–'} |\n`,
  )
}
