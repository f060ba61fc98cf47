import process from 'node:process'
import { createLogger } from '../log.ts'
import { openConfiguredDatabase, readDatabaseEnvironment } from './configured-database.ts'

/** Brings the schema of the configured database up to date. */
export async function migrate(): Promise<void> {
  const config = readDatabaseEnvironment(process.env)
  const database = await openConfiguredDatabase(config, createLogger(config.logLevel, { terminal: false }))
  await database.close()
  process.stdout.write('The schema is up to date.\n')
}
