import process from 'node:process'
import { createLogger } from '../log.ts'
import { explainStartFailure } from '../start-failure.ts'
import { waitForServer } from '../storage/postgres/wait-for-server.ts'
import { type DatabaseConfig, openConfiguredDatabase, readDatabaseEnvironment } from './configured-database.ts'

/** Brings the schema of the configured database up to date. */
export async function migrate(): Promise<void> {
  const config = readDatabaseEnvironment(process.env)
  await updateSchema(config).catch((cause: unknown) => {
    throw new Error(explainStartFailure(cause, config), { cause })
  })
  process.stdout.write('The schema is up to date.\n')
}

async function updateSchema(config: DatabaseConfig): Promise<void> {
  const { databaseUrl, databaseWaitSeconds, logLevel } = config
  const log = createLogger(logLevel, { terminal: false })
  if (databaseUrl) await waitForServer(databaseUrl, databaseWaitSeconds, log)
  const database = await openConfiguredDatabase(config, log)
  await database.close()
}
