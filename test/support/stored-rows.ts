import { createLogger } from '../../src/log.ts'
import { EmbeddedEngine } from '../../src/storage/embedded/engine.ts'
import { openDatabase } from '../../src/storage/engine/database.ts'
import { query } from '../../src/storage/engine/sql.ts'
import type { TestDatabase } from './database.ts'

// biome-ignore lint/suspicious/noExplicitAny: rows are looked into freely by tests
export type Row = Record<string, any>

/** Reads a database past the server. An embedded one must have been let go by its server. */
export async function readRows<T extends Row>(
  { config }: TestDatabase,
  sql: string,
  parameters: unknown[],
): Promise<T[]> {
  const location = config.databaseUrl
    ? { url: config.databaseUrl, poolSize: 2 }
    : { engine: new EmbeddedEngine({ dataFolder: `${config.dataDir}/database` }) }
  const database = await openDatabase(location, createLogger('silent', { terminal: false }))
  try {
    return await query<T>(database.em(), sql, parameters)
  } finally {
    await database.close()
  }
}
