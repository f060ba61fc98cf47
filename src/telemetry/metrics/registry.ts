import process from 'node:process'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { measureCalls } from './calls.ts'
import { measureJobs } from './jobs.ts'
import { measureRequests } from './requests.ts'
import { measureStores } from './stores.ts'

export interface MetricsOptions {
  /** Role of the process, a label of its own metrics (`process_…`, `nodejs_…`). */
  role: 'server' | 'jobs' | 'supervisor'
  version: string
  engine: 'embedded' | 'postgres'
}

/** Begins to measure this process. */
export function createRegistry({ role, version, engine }: MetricsOptions): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, labels: { role } })
  for (const measure of [measureRequests, measureStores, measureJobs, measureCalls]) measure(registry)
  const build = new Gauge({
    name: 'peermetrics_build_info',
    help: '1; the labels say what runs.',
    labelNames: ['version', 'node', 'engine'],
    aggregator: 'first',
    registers: [registry],
  })
  build.set({ version, node: process.versions.node, engine }, 1)
  return registry
}
