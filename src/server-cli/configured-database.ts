import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'
import { readEnvironment } from '../config/environment.ts'
import { beginEmbeddedStorage } from '../storage/embedded/embedded-storage.ts'
import { type Database, openDatabase } from '../storage/engine/database.ts'

export type DatabaseConfig = Pick<Config, 'databaseUrl' | 'databaseWaitSeconds' | 'dataDir' | 'logLevel'>

/** Long enough to pass the checks. */
const UNUSED_SECRET = 'a secret that no command but start has any use for'

/** The configuration of a command that issues no tokens: the secrets need not be set. */
export const readDatabaseEnvironment = (environment: Record<string, string | undefined>): Config =>
  readEnvironment({
    ...environment,
    INIT_TOKEN_SECRET: UNUSED_SECRET,
    INIT_TOKEN_SECRET_FILE: '',
    SESSION_TOKEN_SECRET: UNUSED_SECRET,
    SESSION_TOKEN_SECRET_FILE: '',
  })

/** Opens the configured database and brings its schema up to date. */
export async function openConfiguredDatabase({ databaseUrl, dataDir }: DatabaseConfig, log: Logger): Promise<Database> {
  if (databaseUrl) return await openDatabase({ url: databaseUrl, poolSize: 2 }, log)
  const { folder, engine } = beginEmbeddedStorage(dataDir)
  try {
    const database = await openDatabase({ engine }, log)
    const close = () => database.close().finally(() => folder.release())
    return { ...database, close }
  } catch (error) {
    folder.release()
    throw error
  }
}
