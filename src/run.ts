import process from 'node:process'
import type { Logger } from 'pino'
import { REPLACED, type Ready, type Role, roleOf } from './cluster/role.ts'
import { SharedRateLimit, supervisorChannel } from './cluster/shared-rate-limit.ts'
import { Supervisor, tellReady } from './cluster/supervisor.ts'
import type { Config } from './config/config.ts'
import { readEnvironment } from './config/environment.ts'
import { readForStart } from './config/start.ts'
import { createLogger } from './log.ts'
import type { RateLimit } from './net/rate-limit.ts'
import { guardProcess } from './process-guard.ts'
import { welcome } from './start-banner.ts'
import { beginEmbeddedStorage } from './storage/embedded/embedded-storage.ts'

/** A stop that takes longer than this is cut off, in ms. */
const STOP_LIMIT_MS = 10_000

/** How long a server that was replaced waits for requests on the connections that it has, in ms. */
const LINGER_MS = 2000

async function main(): Promise<void> {
  const role = roleOf(process.env)
  // A process of a group was started by one that has said what there is to say.
  const { config, warnings } = role ? { config: readEnvironment(process.env), warnings: [] } : readForStart(process.env)
  const log = createLogger(config.logLevel, { terminal: process.stdout.isTTY === true })
  for (const warning of warnings) log.warn(warning)
  if (role) await runMember(config, log, role)
  else if (config.workers > 1) await runGroup(config, log)
  else await runAlone(config, log)
}

/** A process of a group; the supervisor says what there is to say. */
async function runMember(config: Config, log: Logger, role: Role): Promise<void> {
  const quiet = log.child({}, { level: config.logLevel === 'info' ? 'warn' : config.logLevel })
  if (role === 'jobs') {
    const { openApplication } = await import('./application.ts')
    const application = await openApplication(config, log, { jobs: 'carried out' })
    stopOnSignal(async () => await application[Symbol.asyncDispose](), quiet)
    await application.startJobs()
    tellReady({ url: null, first: application.first })
    return
  }
  const { startServer } = await import('./server.ts')
  const server = await startServer(config, log, { jobs: 'sent only', rateLimit: groupLimit(config) })
  stopOnSignal(server.close, quiet)
  tellReady({ url: server.url, first: server.first })
}

/** Counts the requests of all servers of the group. */
const groupLimit = ({ rateLimitPerMinute: perMinute, workers }: Config): RateLimit | undefined =>
  perMinute === 0 ? undefined : new SharedRateLimit(perMinute, workers, supervisorChannel)

async function runAlone(config: Config, log: Logger): Promise<void> {
  const embedded = config.databaseUrl ? undefined : beginEmbeddedStorage(config.dataDir)
  const { startServer } = await import('./server.ts')
  const server = await startServer(config, log, { jobs: 'carried out', embedded })
  stopOnSignal(server.close, log)
  greet(config, log, server)
  await server.jobsStarted.catch(async (error: unknown) => {
    await server.close()
    throw error
  })
}

async function runGroup(config: Config, log: Logger): Promise<void> {
  const supervisor = new Supervisor({ servers: config.workers }, log)
  stopOnSignal(() => supervisor.stop(), log)
  const ready = await supervisor.start()
  process.on('SIGHUP', () => {
    supervisor.renew().catch((error: unknown) => log.error({ err: error }, 'the processes could not be renewed'))
  })
  greet(config, log, ready)
}

function greet(config: Config, log: Logger, { url, first }: Ready): void {
  log.info({ url, ...(config.workers > 1 ? { workers: config.workers } : {}) }, 'listening')
  // Beside a terminal, standard output carries JSON lines only.
  const output = process.stdout.isTTY ? process.stdout : process.stderr
  output.write(welcome(config, { url: url ?? '', first }))
}

/**
 * Stops on SIGTERM and SIGINT; a server of a group also when another one has taken its place. From now on the process
 * outlives exceptions that nobody caught, within bounds.
 */
function stopOnSignal(close: (lingerMs?: number) => Promise<void>, log: Logger): void {
  const stop = async (signal: string, { lingerMs, exitCode = 0 }: { lingerMs?: number; exitCode?: number } = {}) => {
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref()
    await close(lingerMs)
    log.info('stopped')
    process.exit(exitCode)
  }
  guardProcess(log, () => void stop('too many faults', { exitCode: 1 }))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal))
  process.on('message', message => {
    if (message === REPLACED) void stop(REPLACED, { lingerMs: LINGER_MS })
  })
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
