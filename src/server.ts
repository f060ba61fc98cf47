import { createContextValues } from '@connectrpc/connect'
import { connectNodeAdapter } from '@connectrpc/connect-node'
import type { Logger } from 'pino'
import { SdkTokens } from './auth/sdk-tokens.ts'
import type { Config } from './config/config.ts'
import { keepSecrets, type TokenSecrets } from './config/secrets.ts'
import { legacyAdapter } from './http/legacy-adapter.ts'
import { routes } from './http/routes.ts'
import { ClientAddress } from './net/client-address.ts'
import { type Handler, listenOnOnePort } from './net/one-port.ts'
import { probe } from './net/probes.ts'
import { rateLimit } from './net/rate-limit.ts'
import { errorInterceptor } from './rpc/errors.ts'
import { rateLimitInterceptor, requestLogInterceptor } from './rpc/interceptors.ts'
import { callInfoKey } from './rpc/request-context.ts'
import { rpcRoutes } from './rpc/routes.ts'
import type { ServiceContext } from './services/context.ts'
import { ensureFirstApp, newApiKey } from './services/first-app.ts'
import { IngestCaches } from './services/ingest/caches.ts'
import { claimDataFolder } from './storage/data-folder.ts'
import { type Database, openDatabase } from './storage/database.ts'
import { EventWriter } from './storage/events/event-writer.ts'
import { keepPartitionsAhead } from './storage/events/partition-upkeep.ts'

/** Time for accepted requests to finish when the server stops, in ms; storing what they brought follows. */
const STOP_GRACE_MS = 8000

/** Waiting events per server: about 100 MB of stats reports at most. */
const EVENT_CAPACITY = 10_000
const EVENT_BATCH = 500

/** A running server. */
export interface Server {
  url: string
  /** Key of the oldest app, for a first try; undefined when there is none. */
  firstApiKey: string | undefined
  /** Stops accepting, finishes and stores what was accepted, and closes. */
  close(): Promise<void>
}

/** Starts a server: everything is put together here. */
export async function startServer(config: Config, log: Logger): Promise<Server> {
  const resources = new AsyncDisposableStack()
  try {
    const { database, secrets } = await openStorage(config, log, resources)
    const firstApiKey = await firstApp(config, database)
    resources.use(await keepPartitionsAhead(database, log))
    const events = new EventWriter(database.em, {
      parallel: database.concurrency === 'single' ? 1 : 4,
      capacity: EVENT_CAPACITY,
      batchSize: EVENT_BATCH,
    })
    resources.defer(() => events.drain())
    const context: ServiceContext = {
      em: database.em,
      events,
      tokens: new SdkTokens(secrets),
      caches: new IngestCaches(),
      adminApiToken: config.adminApiToken,
      webDomain: config.webDomain,
    }
    const port = await listenOnOnePort(requestHandler(config, context, database, log), config)
    resources.defer(() => port.close(STOP_GRACE_MS))
    const running = resources.move()
    return { url: port.url, firstApiKey, close: () => running.disposeAsync() }
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

/** On a PostgreSQL server, which may be anybody's, a demo app is made only when its key is given. */
async function firstApp(config: Config, database: Database): Promise<string | undefined> {
  if (config.databaseUrl && !config.demoApiKey) return undefined
  return await ensureFirstApp(database.em(), {
    apiKey: config.demoApiKey ?? newApiKey(),
    interval: config.statsIntervalMs,
    now: new Date(),
  })
}

function requestHandler(config: Config, context: ServiceContext, database: Database, log: Logger): Handler {
  const clientAddress = new ClientAddress(config.trustedProxies)
  const limit = rateLimit(config.rateLimitPerMinute)
  const isReady = () => database.isReady()
  const { bodyLimitBytes } = config
  const legacy = legacyAdapter({ context, routes, bodyLimitBytes, rateLimit: limit, clientAddress, log })
  const rpc = connectNodeAdapter({
    routes: rpcRoutes(context, isReady),
    interceptors: [requestLogInterceptor(log), errorInterceptor(log), rateLimitInterceptor(limit)],
    readMaxBytes: bodyLimitBytes,
    contextValues: request =>
      createContextValues().set(callInfoKey, {
        receivedAt: new Date(),
        address: clientAddress.of(request as Parameters<Handler>[0]),
        logged: {},
      }),
    fallback: (request, response) => legacy(...([request, response] as unknown as Parameters<Handler>)),
  })
  return (request, response) => {
    const probed = probe((request.url ?? '').split('?')[0] ?? '', isReady)
    if (probed) probed(request, response)
    else rpc(request, response)
  }
}
