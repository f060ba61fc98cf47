import { hkdfSync } from 'node:crypto'
import type { Logger } from 'pino'
import { AllowedHosts } from './auth/allowed-hosts.ts'
import { AllowedOrigins } from './auth/allowed-origins.ts'
import { PageTokens } from './auth/page-tokens.ts'
import { SdkTokens } from './auth/sdk-tokens.ts'
import type { Config } from './config/config.ts'
import { keepSecrets, type TokenSecrets } from './config/secrets.ts'
import { shownSettings } from './config/shown-settings.ts'
import { serverVersion } from './config/version.ts'
import { clientLocator } from './geo/client-locator.ts'
import { GeoDatabase } from './geo/geo-database.ts'
import { jobHandlers } from './jobs/job-handlers.ts'
import { JobQueue } from './jobs/job-queue.ts'
import { jobNames } from './jobs/job-table.ts'
import { REAUTHORIZATION_MS, Reauthorizations } from './services/access/reauthorization.ts'
import { SignInRefusals } from './services/access/sign-in-refusals.ts'
import { newApiKey } from './services/admin/api-keys.ts'
import { EventLoopDelay } from './services/admin/event-loop-delay.ts'
import { processStartedAt, type ServerProcess } from './services/admin/server-process.ts'
import { type Bootstrapped, bootstrap } from './services/bootstrap.ts'
import type { ServiceContext } from './services/context.ts'
import { IngestCaches } from './services/ingest/caches.ts'
import { JoinBatches } from './services/ingest/join-batches.ts'
import { Lookups } from './services/ingest/lookups.ts'
import { TrackAnnouncements } from './services/ingest/track-announcements.ts'
import { CallChanges } from './services/lifecycle/call-changes.ts'
import type { SummaryRequests } from './services/lifecycle/store-draft.ts'
import { ConferenceWatches } from './services/watch/conference-watches.ts'
import { ChangeFeed } from './storage/changes/change-feed.ts'
import { BackupSource } from './storage/embedded/backup-source.ts'
import { beginEmbeddedStorage, type EmbeddedStorage } from './storage/embedded/embedded-storage.ts'
import { type Database, openDatabase, openReplica } from './storage/engine/database.ts'
import { knowsAllLetters } from './storage/engine/locale.ts'
import { createEventPartitions } from './storage/events/event-partitions.ts'
import { EventWriter } from './storage/events/event-writer.ts'
import { PooledEventStore } from './storage/events/pooled-event-store.ts'
import { SessionEventStore } from './storage/events/session-event-store.ts'
import type { PoolCounts } from './storage/postgres/pool-counts.ts'
import type { ReadReplica } from './storage/postgres/read-replica.ts'
import { setSessionLocation } from './storage/tables/sessions.ts'
import { markSummariesOngoing } from './storage/tables/summaries.ts'

/** Events that may wait, in bytes: some seconds of full load. */
const EVENT_CAPACITY_BYTES = 32 * 1024 * 1024

/** One statement. The rest saves a quarter of the CPU of 3,000 events a second, which then come in larger batches. */
const EVENT_BATCH = {
  batchItems: 500,
  batchBytes: 4 * 1024 * 1024,
  itemsBeside: 64,
  rest: { ms: 4, items: 16 },
}

/** Statements that store events at once, each over a connection of its own: one is written while another one commits. */
const PARALLEL_WRITES = 2

/** The operations on their database, with the jobs that run behind them. */
export interface Application extends AsyncDisposable {
  context: ServiceContext
  database: Database
  jobs: JobQueue
  /** Connections of each pool; none with the embedded database. */
  storeConnections(): PoolCounts[]
  /** Account and key for a first try. */
  first: Bootstrapped
  /**
   * Begins to carry out background jobs, where this process does so. Requests need not wait for it: what they send waits
   * in the database.
   */
  startJobs(): Promise<void>
}

export interface ApplicationOptions {
  /** Whether this process carries out background jobs, or leaves that to others of the same database. */
  jobs: 'carried out' | 'sent only'
  /** The embedded engine, when it was started already. */
  embedded?: EmbeddedStorage | undefined
  /** Finds the other processes of the group; by default there are none. */
  otherProcesses?: (() => Promise<ServerProcess[]>) | undefined
  /** Age at which the authorization of an answer under way is checked again, in ms; for tests. */
  reauthorizationMs?: number | undefined
}

/** Opens the database and puts together what works on it. */
export async function openApplication(config: Config, log: Logger, options: ApplicationOptions): Promise<Application> {
  const resources = new AsyncDisposableStack()
  try {
    // A file that is no use shows before anything is done to the database.
    const geoDatabase = config.geo.database ? resources.use(await GeoDatabase.open(config.geo.database, log)) : null
    const { database, secrets } = await openStorage(config, log, resources, options.embedded)
    const locator = clientLocator(config.geo, geoDatabase, {
      store: (sessionId, location) => setSessionLocation(database.em(), sessionId, location),
      log,
    })
    resources.use(locator)
    const replica = await openReadReplica(config, database, log)
    if (replica) resources.use(replica)
    await createEventPartitions(database.em(), new Date())
    const first = await firstUse(config, database)
    const carriesOut = options.jobs === 'carried out'
    if (carriesOut) {
      warnOfAccess(config, first, log)
      await warnOfLocale(database, log)
    }
    const caches = new IngestCaches()
    const changes = resources.use(await ChangeFeed.open(database, caches, log))
    const { store, parallel } = openEventStore(database, log)
    resources.defer(() => store.close())
    const events = new EventWriter(store, changes, {
      store: 'events',
      parallel,
      capacityBytes: EVENT_CAPACITY_BYTES,
      ...EVENT_BATCH,
    })
    resources.defer(() => events.drain())
    const joins = new JoinBatches(database.em, events)
    resources.defer(() => joins.drain())
    const jobs = resources.use(new JobQueue(database, log, { carriesOut }))
    const summaryRequests: SummaryRequests = {
      requestSummaries: async (em, conferenceIds) => {
        await markSummariesOngoing(em, conferenceIds)
        const requested = conferenceIds.map(conferenceId => ({ payload: { conferenceId }, key: conferenceId }))
        await jobs.send(em, 'summary', requested)
      },
    }
    const calls = new CallChanges(database.em, changes, summaryRequests)
    resources.defer(() => calls.drain())
    await jobs.open()
    const context: ServiceContext = {
      em: database.em,
      replica,
      events,
      tokens: new SdkTokens(secrets),
      pageTokens: new PageTokens(secrets.sessionTokenSecrets),
      signInLimitKey: Buffer.from(
        hkdfSync('sha256', secrets.sessionTokenSecrets[0], '', 'peermetrics sign-in limit', 32),
      ),
      signInRefusals: new SignInRefusals(),
      caches,
      joins,
      tracks: new TrackAnnouncements(database.em),
      lookups: new Lookups(database.em),
      calls,
      summaryRequests,
      jobs: { names: jobNames, retry: (em, id) => jobs.retry(em, id) },
      installation: {
        version: serverVersion,
        engine: 'engine' in database.native ? 'embedded' : 'postgresql',
        startedAt: new Date(processStartedAt),
        workers: config.workers,
        dataDir: config.dataDir,
        settings: shownSettings(config),
        eventLoopDelay: resources.use(new EventLoopDelay()),
        otherProcesses: options.otherProcesses ?? (async () => []),
      },
      locator,
      addressPolicy: config.clientAddresses,
      changes,
      backups: 'engine' in database.native ? new BackupSource(database.native, config.dataDir) : null,
      watches: new ConferenceWatches(changes, {
        em: database.em,
        onError: err => log.warn({ err }, 'a watched conference could not be read'),
      }),
      reauthorizations: new Reauthorizations(options.reauthorizationMs ?? REAUTHORIZATION_MS),
      adminApiTokens: adminTokens(config),
      privateApiAuth: config.privateApiAuth,
      allowedOrigins: new AllowedOrigins(config.allowedOrigins),
      allowedHosts: new AllowedHosts(knownHosts(config)),
      conferenceTimeoutHours: config.conferenceTimeoutHours,
      statsIntervalMs: config.statsIntervalMs,
      webDomain: config.webDomain,
    }
    const open = resources.move()
    return {
      context,
      database,
      jobs,
      first,
      storeConnections: () => [
        ...poolOf(database),
        ...('connections' in store ? [store.connections] : []),
        ...[replica?.connections ?? []].flat(),
      ],
      startJobs: () => jobs.start(jobHandlers(config, database, summaryRequests, log)),
      [Symbol.asyncDispose]: () => open.disposeAsync(),
    }
  } catch (error) {
    await resources.disposeAsync()
    throw error
  }
}

function poolOf({ native }: Database): PoolCounts[] {
  const counts = 'url' in native ? native.connections() : undefined
  return counts ? [counts] : []
}

async function openReadReplica(config: Config, database: Database, log: Logger): Promise<ReadReplica | null> {
  const { databaseReadUrl: url, databaseReadMaxLagSeconds: maxLagSeconds, databaseUrl } = config
  if (url === null || databaseUrl === null) return null
  return await openReplica({ url, maxLagSeconds, poolSize: poolShare(config) }, database, log)
}

/** Connections of this process. */
const poolShare = ({ databasePoolSize, workers }: Config): number => Math.max(2, Math.floor(databasePoolSize / workers))

/** The embedded engine has one session, over which one statement runs at a time. */
function openEventStore(
  { native, em }: Database,
  log: Logger,
): { store: SessionEventStore | PooledEventStore; parallel: number } {
  if (!('url' in native)) return { store: new SessionEventStore(em), parallel: 1 }
  const store = new PooledEventStore({ ...native, connections: PARALLEL_WRITES }, log)
  return { store, parallel: PARALLEL_WRITES }
}

async function openStorage(
  config: Config,
  log: Logger,
  resources: AsyncDisposableStack,
  started: EmbeddedStorage | undefined,
): Promise<{ database: Database; secrets: TokenSecrets }> {
  const { databaseUrl: url, initTokenSecret, sessionTokenSecret } = config
  if (url && initTokenSecret && sessionTokenSecret) {
    const database = await openDatabase({ url, poolSize: poolShare(config) }, log)
    resources.defer(() => database.close())
    return {
      database,
      secrets: configuredSecrets(config, {
        initTokenSecrets: [initTokenSecret],
        sessionTokenSecrets: [sessionTokenSecret],
      }),
    }
  }
  const { folder, engine } = started ?? beginEmbeddedStorage(config.dataDir)
  resources.defer(() => folder.release())
  const database = await openDatabase({ engine }, log)
  resources.defer(() => database.close())
  const kept = keepSecrets(folder.path, text => log.warn(text))
  return { database, secrets: configuredSecrets(config, kept) }
}

/** The secrets of the configuration, and for what it does not name those of the data folder. */
function configuredSecrets(config: Config, kept: TokenSecrets): TokenSecrets {
  const { initTokenSecret: init, sessionTokenSecret: session } = config
  const [initTokenSecrets, sessionTokenSecrets] = [
    init ? ([init] as const) : kept.initTokenSecrets,
    session ? ([session] as const) : kept.sessionTokenSecrets,
  ]
  return {
    initTokenSecrets: [...initTokenSecrets, ...config.initTokenSecretsAccepted],
    sessionTokenSecrets: [...sessionTokenSecrets, ...config.sessionTokenSecretsAccepted],
  }
}

const adminTokens = ({ adminApiToken, adminApiTokensAccepted }: Config): string[] =>
  adminApiToken === null ? adminApiTokensAccepted : [adminApiToken, ...adminApiTokensAccepted]

/** On a PostgreSQL server, which may be anybody's, nothing is made without being asked for. */
async function firstUse(config: Config, database: Database): Promise<Bootstrapped> {
  const { databaseUrl, demoApiKey, statsIntervalMs: interval, defaultAdmin } = config
  const isEmbedded = databaseUrl === null
  return await bootstrap(database.em(), {
    demoApp: demoApiKey || isEmbedded ? { apiKey: demoApiKey ?? newApiKey(), interval } : null,
    admin: defaultAdmin.password !== null || isEmbedded ? defaultAdmin : null,
    now: new Date(),
  })
}

/** The names that the configuration gives. */
const knownHosts = ({ allowedHosts, allowedOrigins, host, webDomain }: Config): string[] => [
  ...allowedHosts,
  ...allowedOrigins.map(origin => new URL(origin).host),
  host,
  webDomain,
]

function warnOfAccess({ privateApiAuth, adminApiToken }: Config, { hasSuperuser }: Bootstrapped, log: Logger): void {
  if (!privateApiAuth) {
    log.warn(
      'PRIVATE_API_AUTH is off: whoever reaches the port reads and changes everything over the HTTP routes. Pages of another origin need it in ALLOWED_ORIGINS, and names of this host belong into ALLOWED_HOSTS',
    )
  }
  if (!hasSuperuser && adminApiToken === null) {
    log.warn('Nobody can sign in: set DEFAULT_ADMIN_PASSWORD or ADMIN_API_TOKEN and start again')
  }
}

async function warnOfLocale(database: Database, log: Logger): Promise<void> {
  if (await knowsAllLetters(database.em())) return
  log.warn(
    'The database has the LC_CTYPE "C": the search finds names that are not in ASCII by their exact beginning only. Create the database with another one, such as "C.UTF-8"',
  )
}
