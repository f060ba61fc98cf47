import { Histogram, type Registry } from 'prom-client'
import { channels } from '../channels.ts'

/** From an analysis with nothing new to the summary of a call of half a day. */
const DURATION_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800, 3600]

/** Background jobs. */
export function measureJobs(registry: Registry): void {
  const duration = new Histogram({
    name: 'peermetrics_job_duration_seconds',
    help: 'Time that one try of a background job took.',
    labelNames: ['queue', 'outcome'],
    buckets: DURATION_BUCKETS,
    registers: [registry],
  })
  channels.job.subscribe(({ queue, outcome, durationMs }) => duration.observe({ queue, outcome }, durationMs / 1000))
}
