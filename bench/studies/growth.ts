import process from 'node:process'
import { parseArgs } from 'node:util'
import { BULK_INSERT, bulkInsertParameters } from '../../src/storage/events/bulk-insert.ts'
import { showProgress } from '../report/progress.ts'
import { cpuBetween, usageOfPostgres } from '../system/process-usage.ts'
import { freshRows } from './event-rows.ts'
import { createMigratedDatabase, type MigratedDatabase } from './migrated-database.ts'

/*
 * What an insert costs in a full event table against an empty one, measured in turn. The rows that fill it are of today's
 * conferences and have no report: the depth of the index could make inserts slower, not the length of the heap.
 * `node bench/studies/growth.ts --rows 20000000`
 */

const { values } = parseArgs({ options: { rows: { type: 'string', default: '2000000' } } })
const ROWS = Number(values.rows)
const CHUNK = 500_000
const EVENTS_A_CONFERENCE = 1000
const ROUNDS = 5
const SECONDS = 2
const BATCH = 64

const FILL = `
  with conference as materialized (
    select (substr(ms, 1, 8) || '-' || substr(ms, 9) || '-7' || substr(tail, 1, 3) || '-8' || substr(tail, 4, 3) || '-' ||
            substr(tail, 7, 12))::uuid as id
      from (select lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') as ms, md5(random()::text) as tail
              from generate_series(1, $1::int)) digits)
  insert into event (conference_id, id, app_id, session_id, participant_id, category, type, created_at, received_at)
  select id, gen_random_uuid(), id, id, id, 5, 'stats', now(), now() from conference, generate_series(1, $2::int)`

async function fill({ client }: MigratedDatabase): Promise<void> {
  const progress = showProgress('filling')
  for (let done = 0; done < ROWS; done += CHUNK) {
    await client.query(FILL, [CHUNK / EVENTS_A_CONFERENCE, EVENTS_A_CONFERENCE])
    progress.tell(`${done + CHUNK} rows`)
  }
  await client.query('checkpoint')
  progress.end(`${ROWS} rows`)
}

interface Cost {
  wallUs: number
  postgresUs: number
}

async function insertCost({ client, database }: MigratedDatabase): Promise<Cost> {
  const before = usageOfPostgres(database.name)
  const begin = performance.now()
  let rows = 0
  for (; performance.now() - begin < SECONDS * 1000; rows += BATCH) {
    await client.query({ name: 'bulk', text: BULK_INSERT, values: bulkInsertParameters(freshRows(BATCH)) })
  }
  const wallUs = ((performance.now() - begin) * 1000) / rows
  return { wallUs, postgresUs: (cpuBetween(before, usageOfPostgres(database.name)) * 1e6) / rows }
}

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN

await using empty = await createMigratedDatabase()
await using full = await createMigratedDatabase()
await fill(full)
const ratios: Cost[] = []
for (let round = 0; round < ROUNDS; round++) {
  const [inEmpty, inFull] = [await insertCost(empty), await insertCost(full)]
  ratios.push({ wallUs: inFull.wallUs / inEmpty.wallUs, postgresUs: inFull.postgresUs / inEmpty.postgresUs })
  process.stdout.write(
    `empty: ${inEmpty.wallUs.toFixed(1)} µs a row, ${inEmpty.postgresUs.toFixed(1)} of PostgreSQL's CPU; ` +
      `full: ${inFull.wallUs.toFixed(1)} µs, ${inFull.postgresUs.toFixed(1)}\n`,
  )
}
process.stdout.write(
  `With ${ROWS} rows ${median(ratios.map(({ wallUs }) => wallUs)).toFixed(2)} × the time, ` +
    `${median(ratios.map(({ postgresUs }) => postgresUs)).toFixed(2)} × the CPU of an empty table\n`,
)
