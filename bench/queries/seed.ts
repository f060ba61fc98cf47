import process from 'node:process'
import pg from 'pg'
import { createLogger } from '../../src/log.ts'
import { openDatabase } from '../../src/storage/engine/database.ts'
import { createEventPartitions } from '../../src/storage/events/event-partitions.ts'
import { readSeedData } from './seed-data.ts'
import { EVENT_STATEMENT, type SeedSize, seedStatements } from './seed-statements.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const EVENTS_AT_ONCE = 50_000

/** Fills an empty database with calls, and tells how it goes on. */
export async function seed(url: string, size: SeedSize): Promise<void> {
  await migrate(url, size.days)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { reports, session } = readSeedData()
    const sessionJson = [session.platform, session.devices, session.constraints].map(value => JSON.stringify(value))
    for (const { what, sql } of seedStatements(size)) {
      for (const statement of sql.split(';\n')) {
        await client.query(statement, statement.includes('$3') ? sessionJson : [])
      }
      tell(what)
    }
    for (let from = 1; from <= size.events; from += EVENTS_AT_ONCE) {
      const to = Math.min(size.events, from + EVENTS_AT_ONCE - 1)
      const columns = [reports.map(r => r.report), reports.map(r => r.dictionary), reports.map(r => r.trackCount)]
      await client.query(EVENT_STATEMENT, [from, to, ...columns])
      tell(`events ${to} of ${size.events}`)
    }
    await client.query('vacuum analyze')
    tell('vacuum analyze')
  } finally {
    await client.end()
  }
}

/** Partitions of the days that the calls are spread over are there as if the server had run all the time. */
async function migrate(url: string, days: number): Promise<void> {
  const database = await openDatabase({ url, poolSize: 2 }, createLogger('silent', { terminal: false }))
  try {
    for (let day = days; day >= 0; day -= 7) {
      await createEventPartitions(database.em(), new Date(Date.now() - day * DAY_MS))
    }
  } finally {
    await database.close()
  }
  tell('schema')
}

const tell = (what: string) => process.stderr.write(`seeded: ${what}\n`)
