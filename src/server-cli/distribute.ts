import process from 'node:process'
import pg from 'pg'
import { type DistributionFacts, distributeEvents, readDistributionFacts } from '../storage/events/distribution.ts'
import { readDatabaseEnvironment } from './configured-database.ts'

/** What must hold before anything is done. */
interface Check {
  holds: boolean
  /** What was found. */
  found: string
  /** What to do when it does not hold. */
  remedy: string
}

/** Period of lines that say that it goes on, ms. */
const LINE_PERIOD_MS = 5000

/**
 * Turns the table of events into a distributed one. @param dryRun says only what would be done
 * @throws Error when a check does not hold
 */
export async function distribute({ dryRun }: { dryRun: boolean }): Promise<void> {
  const { databaseUrl } = readDatabaseEnvironment(process.env)
  if (databaseUrl === null) {
    throw new Error('The embedded database is on one machine: move to PostgreSQL first, see docs/operating.md')
  }
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'peermetrics distribute' })
  await client.connect()
  try {
    const facts = await readDistributionFacts(client)
    if (facts.isDistributed) return say('The table event is distributed already: there is nothing to do.')
    const checks = checksOf(facts)
    for (const { holds, found, remedy } of checks) say(holds ? `ok    ${found}` : `NOT   ${found}: ${remedy}`)
    say(planOf(facts))
    if (checks.some(({ holds }) => !holds)) throw new Error('Nothing was changed: what is marked NOT is missing')
    if (dryRun) return say('Nothing was changed: this was a dry run.')
    await carryOut(client)
  } finally {
    await client.end()
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`

function checksOf(facts: DistributionFacts): Check[] {
  const { hasEvents, citusVersion, isAvailable, isOwner, role, obstacles, runningServers, bytes, freeBytes } = facts
  return [
    {
      holds: hasEvents,
      found: hasEvents ? 'the database has the table event' : 'the database has no table event',
      remedy: 'run peermetrics-server migrate, or correct DATABASE_URL',
    },
    {
      holds: citusVersion !== null,
      found: citusVersion === null ? 'the extension citus is not installed' : `citus ${citusVersion} is installed`,
      remedy: isAvailable
        ? 'as a superuser, run: create extension citus'
        : 'install Citus on every machine, add citus to shared_preload_libraries, restart, and run: create extension citus',
    },
    {
      holds: isOwner || !hasEvents,
      found: `${role} ${isOwner ? 'owns' : 'does not own'} the table event`,
      remedy: 'connect as its owner',
    },
    {
      holds: obstacles.length === 0,
      found:
        obstacles.length === 0
          ? 'every unique key has conference_id, nothing leads from or to event'
          : obstacles.join(', '),
      remedy: 'remove what was added to the schema',
    },
    {
      holds: runningServers === 0,
      found: `${runningServers} connections of running servers`,
      remedy: 'stop all servers: nobody can store events meanwhile',
    },
    {
      holds: freeBytes === null || freeBytes > bytes,
      found: `${gigabytes(bytes)} of events are copied, ${freeBytes === null ? 'free disk is not known' : `${gigabytes(freeBytes)} are free`}`,
      remedy: 'make room, or delete what is old (RETENTION_DAYS)',
    },
  ]
}

const planOf = ({ partitions, rows, bytes, workers, database }: DistributionFacts): string =>
  [
    `Plan for the database ${database}:`,
    `  select create_distributed_table('event', 'conference_id')`,
    `  copies about ${Math.round(rows).toLocaleString('en')} events (${gigabytes(bytes)}) of ${partitions} partitions to shards on ${
      workers === 0 ? 'this machine' : `${workers} machines`
    }, and deletes them here`,
    '  all other tables stay on this machine',
  ].join('\n')

async function carryOut(client: pg.Client): Promise<void> {
  const startedAt = Date.now()
  client.on('notice', ({ message = '' }) => say(`citus: ${message}`))
  const timer = setInterval(() => say(`copying for ${Math.round((Date.now() - startedAt) / 1000)} s`), LINE_PERIOD_MS)
  try {
    await distributeEvents(client)
  } finally {
    clearInterval(timer)
  }
  say(`Done in ${Math.round((Date.now() - startedAt) / 1000)} s: start the servers again.`)
}
