import { readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import { AggregatorRegistry, Counter, type Registry } from 'prom-client'
import type { Application } from '../../application.ts'
import { answerSupervisor } from '../../cluster/member-questions.ts'
import type { ProcessMetrics } from '../../cluster/question-messages.ts'
import type { Role } from '../../cluster/role.ts'
import type { Config } from '../../config/config.ts'
import type { Server } from '../../server.ts'
import { addApplicationGauges, addDatabaseGauges } from './application-gauges.ts'
import { addGauge } from './gauges.ts'
import { listenForScrapes } from './metrics-listener.ts'
import { createRegistry } from './registry.ts'

/** Metrics of this process. */
export interface Metrics {
  /** Begins to read what a server has to tell. */
  addServer(server: Server): void
  /** Begins to read what the process that carries out the jobs knows of the database. */
  addDatabase(application: Application): void
  /** From now on answers what the supervisor asks. */
  answerSupervisor(): void
  /** Counts a process that was started again. */
  countRestart(role: Role): void
  /** Serves the metrics, with those of other processes. */
  serve(address: { host: string; port: number }, log: Logger, others?: () => Promise<ProcessMetrics[]>): Promise<void>
}

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))

/** Begins to measure this process; to be called before what is measured begins. */
export function startMetrics({ databaseUrl }: Config, role: Role | 'supervisor'): Metrics {
  const registry = createRegistry({ role, version, engine: databaseUrl ? 'postgres' : 'embedded' })
  const restarts = role === 'supervisor' ? restartCounter(registry) : undefined
  return {
    addServer: ({ application, requestsInFlight }) => {
      addGauge(registry, { name: 'requests_in_flight', help: 'Requests and RPCs under way.' }, () => [
        { value: requestsInFlight() },
      ])
      addApplicationGauges(registry, application)
    },
    addDatabase: application => addDatabaseGauges(registry, application),
    answerSupervisor: () => answerSupervisor('metrics', () => registry.getMetricsAsJSON()),
    countRestart: which => restarts?.inc({ role: which }),
    serve: async (address, log, others = async () => []) => {
      const { url } = await listenForScrapes(address, () => textOf(registry, others()))
      log.info({ url }, 'metrics are served')
    },
  }
}

function restartCounter(registry: Registry): Counter {
  const restarts = new Counter({
    name: 'peermetrics_worker_restarts_total',
    help: 'Processes that ended by themselves and were started again.',
    labelNames: ['role'],
    registers: [registry],
  })
  for (const role of ['server', 'jobs'] satisfies Role[]) restarts.inc({ role }, 0)
  return restarts
}

/** In the text format of Prometheus. */
async function textOf(own: Registry, others: Promise<ProcessMetrics[]>): Promise<string> {
  const [mine, theirs] = await Promise.all([own.getMetricsAsJSON(), others])
  return await AggregatorRegistry.aggregate([mine, ...theirs]).metrics()
}
