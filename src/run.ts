import process from 'node:process'
import type { Logger } from 'pino'
import type { Application } from './application.ts'
import { MemberFailed, SAID_WHY } from './cluster/member-failed.ts'
import { answerSupervisor, otherProcesses } from './cluster/member-questions.ts'
import { type Ready, type Role, roleOf } from './cluster/role.ts'
import { SharedRateLimit, supervisorChannel } from './cluster/shared-rate-limit.ts'
import { Supervisor, tellReady } from './cluster/supervisor.ts'
import type { Config } from './config/config.ts'
import { readEnvironment } from './config/environment.ts'
import { readForStart } from './config/start.ts'
import { serverVersion } from './config/version.ts'
import { releaseIdleMemory } from './idle-memory.ts'
import { createLogger } from './log.ts'
import type { RateLimit } from './net/rate-limit.ts'
import { requireFreePort } from './net/require-free-port.ts'
import { measureProcess } from './services/admin/server-process.ts'
import { welcome } from './start-banner.ts'
import { explainStartFailure } from './start-failure.ts'
import { STOP_LIMIT_MS, type Stoppable, stopOnSignal } from './stop-on-signal.ts'
import { beginEmbeddedStorage } from './storage/embedded/embedded-storage.ts'
import { waitForServer } from './storage/postgres/wait-for-server.ts'
import type { Metrics } from './telemetry/metrics/start.ts'

async function main(): Promise<void> {
  const role = roleOf(process.env)
  // A process of a group was started by one that has said what there is to say.
  const { config, warnings } = role ? { config: readEnvironment(process.env), warnings: [] } : readForStart(process.env)
  const log = createLogger(config.logLevel, { terminal: process.stdout.isTTY === true })
  for (const warning of warnings) log.warn(warning)
  releaseIdleMemory()
  try {
    if (role) return await runMember(config, log, role)
    await requireSurroundings(config, log)
    await (config.workers > 1 ? runGroup(config, log) : runAlone(config, log))
  } catch (error) {
    if (error instanceof MemberFailed && error.hasSaidWhy) process.exit(SAID_WHY)
    throw new Error(explainStartFailure(error, config), { cause: error })
  }
}

/** Makes sure of what a start needs before it changes anything: the port, and PostgreSQL. */
async function requireSurroundings(config: Config, log: Logger): Promise<void> {
  const { host, port, metricsAddress, databaseUrl, databaseWaitSeconds } = config
  await requireFreePort(host, port, 'HOST, PORT')
  if (metricsAddress) await requireFreePort(metricsAddress.host, metricsAddress.port, 'METRICS_ADDRESS')
  if (databaseUrl) await waitForServer(databaseUrl, databaseWaitSeconds, log)
}

/** A process of a group; the supervisor says what there is to say. */
async function runMember(config: Config, log: Logger, role: Role): Promise<void> {
  const metrics = await metricsOf(config, role)
  metrics?.answerSupervisor()
  const traces = await tracesOf(config, log)
  const quiet = log.child({}, { level: config.logLevel === 'info' ? 'warn' : config.logLevel })
  if (role === 'jobs') {
    // Requests read from a replica; jobs do not.
    const { openApplication } = await import('./application.ts')
    const application = await openApplication({ ...config, databaseReadUrl: null }, log, { jobs: 'carried out' })
    const close = async () => await application[Symbol.asyncDispose]()
    stopOnSignal(closedWith(traces, { close }), { drainSeconds: 0 }, quiet)
    metrics?.addDatabase(application)
    answerMeasurements(application)
    await application.startJobs()
    tellReady({ url: null, first: application.first })
    return
  }
  const { startServer } = await import('./server.ts')
  const server = await startServer(config, log, {
    jobs: 'sent only',
    rateLimit: groupLimit(config),
    otherProcesses: otherProcesses(),
  })
  stopOnSignal(closedWith(traces, server), config, quiet)
  answerMeasurements(server.application)
  metrics?.addServer(server)
  tellReady({ url: server.url, first: server.first })
}

const answerMeasurements = ({ context }: Application): void =>
  answerSupervisor('measurement', () => measureProcess(context.installation.eventLoopDelay))

/** Counts the requests of all servers of the group. */
const groupLimit = ({ rateLimitPerMinute: perMinute, workers }: Config): RateLimit | undefined =>
  perMinute === 0 ? undefined : new SharedRateLimit(perMinute, workers, supervisorChannel)

async function runAlone(config: Config, log: Logger): Promise<void> {
  const embedded = config.databaseUrl ? undefined : beginEmbeddedStorage(config.dataDir)
  const metrics = await metricsOf(config, 'server')
  const traces = await tracesOf(config, log)
  const { startServer } = await import('./server.ts')
  const server = await startServer(config, log, { jobs: 'carried out', embedded })
  const { drainSeconds } = config
  stopOnSignal(closedWith(traces, server), { drainSeconds, failed: embedded?.engine.failed }, log)
  metrics?.addServer(server)
  metrics?.addDatabase(server.application)
  if (config.metricsAddress) await metrics?.serve(config.metricsAddress, log)
  greet(config, log, server)
  await server.jobsStarted.catch(async (error: unknown) => {
    await server.close()
    throw error
  })
}

async function runGroup(config: Config, log: Logger): Promise<void> {
  const metrics = await metricsOf(config, 'supervisor')
  const restarted = (role: Role) => metrics?.countRestart(role)
  const supervisor = new Supervisor({ servers: config.workers, restarted }, log)
  // Each server drains by itself.
  const limitMs = config.drainSeconds * 1000 + STOP_LIMIT_MS
  stopOnSignal({ close: (_lingerMs, signal) => supervisor.stop(signal) }, { drainSeconds: 0, limitMs }, log)
  const ready = await supervisor.start()
  process.on('SIGHUP', () => {
    supervisor.renew().catch((error: unknown) => log.error({ err: error }, 'the processes could not be renewed'))
  })
  if (config.metricsAddress) await metrics?.serve(config.metricsAddress, log, () => supervisor.metrics())
  greet(config, log, ready)
}

/** Begins to measure, where somebody wants to know; else nothing of it is loaded. */
async function metricsOf(config: Config, role: Role | 'supervisor'): Promise<Metrics | undefined> {
  if (config.metricsAddress === null) return undefined
  const { startMetrics } = await import('./telemetry/metrics/start.ts')
  return startMetrics(config, role)
}

/** Begins to trace, where somebody wants to know; else nothing of it is loaded. */
async function tracesOf({ tracesRatio: ratio }: Config, log: Logger): Promise<AsyncDisposable | undefined> {
  if (ratio === null) return undefined
  const { startTraces } = await import('./telemetry/traces/start.ts')
  return startTraces({ ratio, version: serverVersion }, log)
}

/** The last spans are sent when everything else has ended. */
const closedWith = (traces: AsyncDisposable | undefined, stoppable: Stoppable): Stoppable => ({
  ...(stoppable.drain ? { drain: stoppable.drain } : {}),
  close: async (lingerMs, signal) => {
    await stoppable.close(lingerMs, signal)
    await traces?.[Symbol.asyncDispose]()
  },
})

function greet(config: Config, log: Logger, { url, first }: Ready): void {
  log.info({ url, ...(config.workers > 1 ? { workers: config.workers } : {}) }, 'listening')
  // Beside a terminal, standard output carries JSON lines only.
  const output = process.stdout.isTTY ? process.stdout : process.stderr
  output.write(welcome(config, { url: url ?? '', first }))
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(SAID_WHY)
}
