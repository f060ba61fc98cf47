import { Counter, Histogram, type Registry } from 'prom-client'
import { channels } from '../channels.ts'

/** From a stats report without load (5 ms) to what load balancers give up at (60 s). */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]

/** Refusals that say something of the server or its load, by error code. */
const refusals: Readonly<Record<string, string>> = {
  rate_limited: 'rate_limited',
  overloaded: 'overloaded',
  body_too_large: 'too_large',
  request_timeout: 'timeout',
}

/** Methods that are asked for; others, which anybody can make up, count as one. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']

/** HTTP requests and RPCs. */
export function measureRequests(registry: Registry): void {
  const registers = [registry]
  const http = new Histogram({
    name: 'peermetrics_http_request_duration_seconds',
    help: 'Time from the arrival of a request below /v1 to its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: DURATION_BUCKETS,
    registers,
  })
  const rpc = new Histogram({
    name: 'peermetrics_rpc_call_duration_seconds',
    help: 'Time from the arrival of an RPC to its end; of a stream, to its last message.',
    labelNames: ['service', 'method', 'code', 'protocol'],
    buckets: DURATION_BUCKETS,
    registers,
  })
  const refused = new Counter({
    name: 'peermetrics_requests_refused_total',
    help: 'Requests and RPCs that were refused for their number or size, or because the server had too much to do.',
    labelNames: ['reason'],
    registers,
  })
  for (const reason of Object.values(refusals)) refused.inc({ reason }, 0)
  const refuse = (error: string | undefined) => {
    const reason = error === undefined ? undefined : refusals[error]
    if (reason !== undefined) refused.inc({ reason })
  }
  channels.request.subscribe(({ method, route = 'none', status, durationMs, error }) => {
    http.observe({ method: methods.includes(method) ? method : 'other', route, status }, durationMs / 1000)
    if (error !== undefined) refuse(error)
  })
  channels.call.subscribe(({ service, method, code, protocol, durationMs, error }) => {
    rpc.observe({ service, method, code, protocol }, durationMs / 1000)
    refuse(error)
  })
}
