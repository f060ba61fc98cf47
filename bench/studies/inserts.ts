import process from 'node:process'
import { cpuBetween, usageOfPostgres } from '../system/process-usage.ts'
import { freshRows } from './event-rows.ts'
import { type InsertWay, insertWays } from './insert-ways.ts'
import { createMigratedDatabase, type MigratedDatabase } from './migrated-database.ts'

/*
 * Compares ways to store batches of events, one client, each batch committed: the evidence for the statement of
 * src/storage/events/bulk-insert.ts. `node bench/studies/inserts.ts`
 */

const BATCHES = [1, 16, 64, 256]
const ROUNDS = 3
const SECONDS = 1.5

interface Cost {
  rowsPerSecond: number
  clientUs: number
  postgresUs: number
}

async function cost({ database, client }: MigratedDatabase, way: InsertWay, batch: number): Promise<Cost> {
  for (let warm = 0; warm < 8; warm++) await way(client, freshRows(batch))
  const cpu = process.cpuUsage()
  const before = usageOfPostgres(database.name)
  const begin = performance.now()
  let rows = 0
  for (; performance.now() - begin < SECONDS * 1000; rows += batch) await way(client, freshRows(batch))
  const seconds = (performance.now() - begin) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const postgres = cpuBetween(before, usageOfPostgres(database.name))
  return { rowsPerSecond: rows / seconds, clientUs: (user + system) / rows, postgresUs: (postgres * 1e6) / rows }
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

await using migrated = await createMigratedDatabase()
process.stdout.write('| rows | way | rows/s | client µs/row | PostgreSQL µs/row |\n| - | - | - | - | - |\n')
for (const batch of BATCHES) {
  const costs = new Map<string, Cost[]>()
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, way] of Object.entries(insertWays)) {
      costs.set(name, [...(costs.get(name) ?? []), await cost(migrated, way, batch)])
    }
  }
  for (const [name, all] of costs) {
    const of = (figure: keyof Cost) => median(all.map(each => each[figure])).toFixed(0)
    process.stdout.write(`| ${batch} | ${name} | ${of('rowsPerSecond')} | ${of('clientUs')} | ${of('postgresUs')} |\n`)
  }
}
