import pg from 'pg'
import { EmbeddedEngine } from '../../src/storage/embedded/engine.ts'
import type { TestDatabase } from './database.ts'
import { execute } from './postgres-databases.ts'

// biome-ignore lint/suspicious/noExplicitAny: rows are looked into freely by tests
export type Row = Record<string, any>

/** Times come as text, as they do from the embedded engine. */
const types = new pg.TypeOverrides()
const { DATE, TIMESTAMP, TIMESTAMPTZ, INTERVAL } = pg.types.builtins
for (const type of [DATE, TIMESTAMP, TIMESTAMPTZ, INTERVAL]) types.setTypeParser(type, (text: string) => text)

/** Reads a database past the server. An embedded one must have been let go by its server. */
export async function readRows<T extends Row>(
  { config }: TestDatabase,
  sql: string,
  parameters: unknown[],
): Promise<T[]> {
  if (config.databaseUrl) return await execute<T>(config.databaseUrl, sql, parameters, types)
  const engine = new EmbeddedEngine({ dataFolder: `${config.dataDir}/database` })
  await engine.waitReady
  try {
    return (await engine.query<T>(sql, parameters)).rows
  } finally {
    await engine.close()
  }
}
