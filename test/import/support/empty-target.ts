import { createDatabase, type TestDatabase } from '../../support/database.ts'
import { runTemplate } from '../../support/postgres-databases.ts'
import { openTarget } from './import-into.ts'

/** A PostgreSQL database with the tables of this program, and nothing in them: what an import makes of an empty one first. */
export const createEmptyTarget = async (): Promise<TestDatabase> =>
  createDatabase('postgres', { template: await runTemplate('tables', migrate) })

async function migrate(databaseUrl: string): Promise<void> {
  const database = await openTarget({ dataDir: '', databaseUrl })
  await database.close()
}
