import pg from 'pg'
import { createLogger } from '../../src/log.ts'
import { openDatabase } from '../../src/storage/engine/database.ts'
import { createEventPartitions } from '../../src/storage/events/event-partitions.ts'
import { type BenchDatabase, createBenchDatabase } from '../system/bench-database.ts'
import { openConnections } from './event-rows.ts'

/** A PostgreSQL database with our schema, the connections of the studies' rows, and a client on it. */
export interface MigratedDatabase extends AsyncDisposable {
  database: BenchDatabase
  client: pg.Client
}

export async function createMigratedDatabase(): Promise<MigratedDatabase> {
  const database = await createBenchDatabase('postgres')
  const url = database.url ?? ''
  const opened = await openDatabase({ url, poolSize: 2 }, createLogger('warn', { terminal: false }))
  await createEventPartitions(opened.em(), new Date())
  await opened.close()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await openConnections(client)
  return {
    database,
    client,
    [Symbol.asyncDispose]: async () => {
      await client.end()
      await database[Symbol.asyncDispose]()
    },
  }
}
