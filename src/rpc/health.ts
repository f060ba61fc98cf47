import { setTimeout as delay } from 'node:timers/promises'
import { Code, ConnectError, type ServiceImpl } from '@connectrpc/connect'
import { type Health, HealthCheckResponse_ServingStatus as Status } from '../../gen/health/v1/health_pb.js'
import type { Readiness } from '../net/readiness.ts'

/** Period at which a watched status is checked, ms. */
const WATCH_PERIOD_MS = 2000

/** gRPC's own health protocol: all services serve while the server is ready. The empty name stands for the server. */
export function healthService(serviceNames: readonly string[], readiness: Readiness): ServiceImpl<typeof Health> {
  const status = async () => ((await readiness.isReady()) ? Status.SERVING : Status.NOT_SERVING)
  const isKnown = (service: string) => service === '' || serviceNames.includes(service)
  return {
    async check({ service }) {
      if (!isKnown(service)) throw new ConnectError(`unknown service ${service}`, Code.NotFound)
      return { status: await status() }
    },

    async list() {
      const current = { status: await status() }
      return { statuses: Object.fromEntries(['', ...serviceNames].map(name => [name, current])) }
    },

    async *watch({ service }, { signal }) {
      let last: Status | undefined
      const endOrDrain = AbortSignal.any([signal, readiness.draining])
      while (!signal.aborted) {
        const current = isKnown(service) ? await status() : Status.SERVICE_UNKNOWN
        if (current !== last) yield { status: current }
        last = current
        const until = readiness.draining.aborted ? signal : endOrDrain
        await delay(WATCH_PERIOD_MS, undefined, { signal: until }).catch(() => {})
      }
    },
  }
}
