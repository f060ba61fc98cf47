import { hkdfSync } from 'node:crypto'
import type { Logger } from 'pino'
import { AllowedOrigins } from './auth/allowed-origins.ts'
import { PageTokens } from './auth/page-tokens.ts'
import { SdkTokens } from './auth/sdk-tokens.ts'
import type { Config } from './config/config.ts'
import { keepSecrets, type TokenSecrets } from './config/secrets.ts'
import { clientLocator } from './geo/client-locator.ts'
import { GeoDatabase } from './geo/geo-database.ts'
import { jobHandlers } from './jobs/job-handlers.ts'
import { JobQueue } from './jobs/job-queue.ts'
import { newApiKey } from './services/admin/api-keys.ts'
import type { ServiceContext } from './services/context.ts'
import { type FirstThings, prepareFirstUse } from './services/first-use.ts'
import { IngestCaches } from './services/ingest/caches.ts'
import type { CallSettlement } from './services/lifecycle/end-call.ts'
import { ConferenceWatches } from './services/watch/conference-watches.ts'
import { ChangeFeed } from './storage/changes/change-feed.ts'
import { claimDataFolder } from './storage/data-folder.ts'
import { type Database, openDatabase } from './storage/database.ts'
import { createEventPartitions } from './storage/events/event-partitions.ts'
import { EventWriter } from './storage/events/event-writer.ts'
import { setSessionLocation } from './storage/sessions.ts'
import { markSummaryOngoing } from './storage/summaries.ts'

/** Waiting events per server: about 100 MB of stats reports at most. */
const EVENT_CAPACITY = 10_000
const EVENT_BATCH = 500

/** Statements of the event writer that run at once; the embedded engine has one connection. */
const PARALLEL_WRITES = { single: 1, pooled: 4 }

/** The operations on their database, with the jobs that run behind them. */
export interface Application extends AsyncDisposable {
  context: ServiceContext
  database: Database
  jobs: JobQueue
  /** What a person needs for a first try. */
  first: FirstThings
}

/** Opens the database and puts together what works on it. */
export async function openApplication(config: Config, log: Logger): Promise<Application> {
  const resources = new AsyncDisposableStack()
  try {
    // A file that is no use shows before anything is done to the database.
    const geoDatabase = config.geo.database ? resources.use(await GeoDatabase.open(config.geo.database, log)) : null
    const { database, secrets } = await openStorage(config, log, resources)
    const locator = clientLocator(config.geo, geoDatabase, {
      store: (sessionId, location) => setSessionLocation(database.em(), sessionId, location),
      log,
    })
    resources.use(locator)
    await createEventPartitions(database.em(), new Date())
    const first = await firstUse(config, database)
    warnOfAccess(config, first, log)
    const changes = resources.use(await ChangeFeed.open(database, log))
    const events = new EventWriter(database.em, changes, {
      parallel: PARALLEL_WRITES[database.concurrency],
      capacity: EVENT_CAPACITY,
      batchSize: EVENT_BATCH,
    })
    resources.defer(() => events.drain())
    const jobs = new JobQueue(database, log)
    resources.defer(() => jobs.stop())
    const settlement: CallSettlement = {
      requestSummary: async (em, conferenceId) => {
        await markSummaryOngoing(em, conferenceId)
        await jobs.send(em, 'summary', { conferenceId }, conferenceId)
      },
    }
    await jobs.start(jobHandlers(config, database, settlement, log))
    const context: ServiceContext = {
      em: database.em,
      events,
      tokens: new SdkTokens(secrets),
      pageTokens: new PageTokens(secrets.sessionTokenSecret),
      signInLimitKey: Buffer.from(hkdfSync('sha256', secrets.sessionTokenSecret, '', 'peermetrics sign-in limit', 32)),
      caches: new IngestCaches(),
      settlement,
      locator,
      addressPolicy: config.clientAddresses,
      watches: new ConferenceWatches(changes, {
        em: database.em,
        onError: err => log.warn({ err }, 'a watched conference could not be read'),
      }),
      adminApiToken: config.adminApiToken,
      privateApiAuth: config.privateApiAuth,
      allowedOrigins: new AllowedOrigins(config.allowedOrigins),
      conferenceTimeoutHours: config.conferenceTimeoutHours,
      statsIntervalMs: config.statsIntervalMs,
      webDomain: config.webDomain,
    }
    const open = resources.move()
    return { context, database, jobs, first, [Symbol.asyncDispose]: () => open.disposeAsync() }
  } catch (error) {
    await resources.disposeAsync()
    throw error
  }
}

async function openStorage(
  config: Config,
  log: Logger,
  resources: AsyncDisposableStack,
): Promise<{ database: Database; secrets: TokenSecrets }> {
  const { databaseUrl: url, databasePoolSize: poolSize, initTokenSecret, sessionTokenSecret } = config
  if (url && initTokenSecret && sessionTokenSecret) {
    const database = await openDatabase({ url, poolSize }, log)
    resources.defer(() => database.close())
    return { database, secrets: { initTokenSecret, sessionTokenSecret } }
  }
  const folder = claimDataFolder(config.dataDir)
  resources.defer(() => folder.release())
  const database = await openDatabase({ dataFolder: `${folder.path}/database` }, log)
  resources.defer(() => database.close())
  const kept = keepSecrets(folder.path)
  return {
    database,
    secrets: {
      initTokenSecret: initTokenSecret ?? kept.initTokenSecret,
      sessionTokenSecret: sessionTokenSecret ?? kept.sessionTokenSecret,
    },
  }
}

/** On a PostgreSQL server, which may be anybody's, nothing is made without being asked for. */
async function firstUse(config: Config, database: Database): Promise<FirstThings> {
  const { databaseUrl, demoApiKey, statsIntervalMs: interval, defaultAdmin } = config
  const isEmbedded = databaseUrl === null
  return await prepareFirstUse(database.em(), {
    demoApp: demoApiKey || isEmbedded ? { apiKey: demoApiKey ?? newApiKey(), interval } : null,
    admin: defaultAdmin.password !== null || isEmbedded ? defaultAdmin : null,
    now: new Date(),
  })
}

function warnOfAccess({ privateApiAuth, adminApiToken }: Config, { hasSuperuser }: FirstThings, log: Logger): void {
  if (!privateApiAuth) {
    log.warn('PRIVATE_API_AUTH is off: whoever reaches the port reads and changes everything over the HTTP routes')
  }
  if (!hasSuperuser && adminApiToken === null) {
    log.warn('Nobody can sign in: set DEFAULT_ADMIN_PASSWORD or ADMIN_API_TOKEN and start again')
  }
}
