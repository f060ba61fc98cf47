import type { Registry } from 'prom-client'
import type { Application } from '../../application.ts'
import { cacheBriefly } from '../../net/cache-briefly.ts'
import {
  analysisLagSeconds,
  countOngoing,
  defaultPartitionBytes,
  summaryLagSeconds,
} from '../../storage/tables/call-counts.ts'
import { addGauge, type Reading } from './gauges.ts'

/** For so long a count of rows is taken for current, ms: about the period of a scrape. */
const COUNT_MS = 10_000

/** Gauges of the database, and of the queues before it in this process. */
export function addApplicationGauges(registry: Registry, { context, database, storeConnections }: Application): void {
  const queues = () => [context.events.queued, context.calls.queued, ...context.joins.queued]
  const add = addGauge.bind(undefined, registry)
  add({ name: 'store_queue_items', help: 'Items that wait to be stored.', labelNames: ['store'] }, () =>
    queues().map(({ store, items }) => ({ labels: { store }, value: items })),
  )
  add({ name: 'store_queue_bytes', help: 'Memory of items that wait to be stored.', labelNames: ['store'] }, () =>
    queues().map(({ store, bytes }) => ({ labels: { store }, value: bytes })),
  )
  add({ name: 'watches', help: 'Watches of conferences that are open.' }, () => [{ value: context.watches.count }])
  const isUp = cacheBriefly(() => database.isReady(), 250)
  add(
    { name: 'database_up', help: '1: the database answers, and its schema is current.', aggregator: 'min' },
    async () => [{ value: (await isUp()) ? 1 : 0 }],
  )
  const { replica } = context
  add(
    { name: 'read_replica_used', help: '1: the read replica answers; 0: the primary does.', aggregator: 'min' },
    () => (replica ? [{ value: replica.isUsed ? 1 : 0 }] : []),
  )
  add(
    { name: 'read_replica_lag_seconds', help: 'How old what the read replica shows is at most.', aggregator: 'max' },
    () => (replica && Number.isFinite(replica.lagSeconds) ? [{ value: replica.lagSeconds }] : []),
  )
  add({ name: 'database_connections', help: 'Connections to PostgreSQL.', labelNames: ['pool', 'state'] }, () =>
    storeConnections().flatMap(connectionReadings),
  )
}

const connectionReadings = ({
  pool,
  used,
  idle,
  waiting,
}: ReturnType<Application['storeConnections']>[number]): Reading[] =>
  Object.entries({ used, idle, waiting }).map(([state, value]) => ({ labels: { pool, state }, value }))

/** Gauges of the whole server, reported by the one process that carries out the jobs. */
export function addDatabaseGauges(registry: Registry, { database, jobs }: Application): void {
  const { em } = database
  const add = addGauge.bind(undefined, registry)
  add({ name: 'jobs', help: 'Background jobs, counted every 15 s.', labelNames: ['queue', 'state'] }, async () =>
    (await jobs.counts()).queues.flatMap(({ name: queue, readyCount, deferredCount, activeCount }) =>
      Object.entries({ ready: readyCount, deferred: deferredCount, active: activeCount }).map(([state, value]) => ({
        labels: { queue, state },
        value,
      })),
    ),
  )
  add({ name: 'jobs_given_up', help: 'Background jobs that failed to the end and lie in "given_up".' }, async () => [
    { value: (await jobs.counts()).givenUp },
  ])
  add({ name: 'analysis_lag_seconds', help: 'How far the analysis of calls under way is behind.' }, async () => {
    const value = await analysisLagSeconds(em())
    return value === undefined ? [] : [{ value }]
  })
  add(
    { name: 'summary_lag_seconds', help: 'How long the oldest summary that is not built was asked for.' },
    async () => [{ value: await summaryLagSeconds(em()) }],
  )
  const ongoing = cacheBriefly(() => countOngoing(em()), COUNT_MS)
  add({ name: 'conferences_ongoing', help: 'Conferences that are under way.' }, async () => [
    { value: await ongoing() },
  ])
  add(
    { name: 'default_partition_bytes', help: 'Size of the partition for events that have no partition of their day.' },
    async () => [{ value: await defaultPartitionBytes(em()) }],
  )
}
