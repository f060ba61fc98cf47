import { Counter, Histogram, type Registry } from 'prom-client'
import { channels } from '../channels.ts'

const labelNames = ['store']

/** From one commit on an idle disk to a queue that is about to overflow. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Up to the most items of one batch. */
const ROW_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500]

/** Metrics of stored rows and their batches. */
export function measureStores(registry: Registry): void {
  const registers = [registry]
  const wait = new Histogram({
    name: 'peermetrics_store_wait_seconds',
    help: 'Time that an item waited for its batch to begin.',
    labelNames,
    buckets: DURATION_BUCKETS,
    registers,
  })
  const rows = new Histogram({
    name: 'peermetrics_store_batch_rows',
    help: 'Items that were stored together.',
    labelNames,
    buckets: ROW_BUCKETS,
    registers,
  })
  const duration = new Histogram({
    name: 'peermetrics_store_batch_duration_seconds',
    help: 'Time that storing a batch took, its commit included.',
    labelNames,
    buckets: DURATION_BUCKETS,
    registers,
  })
  const events = new Counter({
    name: 'peermetrics_events_stored_total',
    help: 'Events that were stored, repetitions included.',
    labelNames: ['category'],
    registers,
  })
  const bytes = new Counter({
    name: 'peermetrics_report_bytes_stored_total',
    help: 'Bytes of stats reports as they are stored, without indexes.',
    labelNames: ['category'],
    registers,
  })
  channels.batch.subscribe(({ store, waitsMs, durationMs }) => {
    const labels = { store }
    for (const ms of waitsMs) wait.observe(labels, ms / 1000)
    rows.observe(labels, waitsMs.length)
    duration.observe(labels, durationMs / 1000)
  })
  channels.events.subscribe(({ category, count, reportBytes }) => {
    events.inc({ category }, count)
    if (reportBytes > 0) bytes.inc({ category }, reportBytes)
  })
}
