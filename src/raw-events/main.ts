import { once } from 'node:events'
import process from 'node:process'
import type { Config } from '../config/config.ts'
import { readEnvironment } from '../config/environment.ts'
import { parseUuid } from '../domain/uuid.ts'
import { createLogger } from '../log.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { beginEmbeddedStorage } from '../storage/embedded/embedded-storage.ts'
import { readEventsInOrder } from '../storage/events/read-events.ts'

/*
 * Prints what is stored of a conference, reports unpacked: a JSON object a line, in order of event time. Takes the
 * environment of the server; an embedded database must not be in use by one.
 */

function open(config: Config): Promise<Database> {
  const log = createLogger('error', { terminal: false })
  if (config.databaseUrl) return openDatabase({ url: config.databaseUrl, poolSize: 2 }, log)
  return openDatabase({ engine: beginEmbeddedStorage(config.dataDir).engine }, log)
}

async function main(): Promise<void> {
  const conferenceId = parseUuid(process.argv[2])
  if (!conferenceId) throw new Error('Usage: npm run --silent events -- CONFERENCE_UUID')
  const database = await open(readEnvironment(process.env))
  try {
    for await (const events of readEventsInOrder(database.em, conferenceId)) {
      const lines = events.map(event => `${JSON.stringify(event)}\n`).join('')
      if (!process.stdout.write(lines)) await once(process.stdout, 'drain')
    }
  } finally {
    await database.close()
  }
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
