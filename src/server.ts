import type { Logger } from 'pino'
import { type Application, type ApplicationOptions, openApplication } from './application.ts'
import type { Config } from './config/config.ts'
import { consoleDoor } from './console/console-door.ts'
import { DomainError } from './domain/values/errors.ts'
import { legacyAdapter } from './http/legacy-adapter.ts'
import { openApiDoor } from './http/openapi/openapi-door.ts'
import { routes } from './http/routes.ts'
import { Clients } from './net/clients.ts'
import { serveDoors } from './net/doors.ts'
import { LoadGuard } from './net/load-guard.ts'
import { RequestRoom } from './net/memory-budget.ts'
import { listenOnOnePort } from './net/one-port.ts'
import { probes } from './net/probes.ts'
import { type RateLimit, rateLimit } from './net/rate-limit.ts'
import { Readiness } from './net/readiness.ts'
import { rpcDoor } from './rpc/rpc-door.ts'
import type { Bootstrapped } from './services/bootstrap.ts'

/** Time for accepted requests to finish when the server stops, in ms; storing what they brought follows. */
const STOP_GRACE_MS = 4000

/** A running server. */
export interface Server {
  url: string
  /** Account and key for a first try. */
  first: Bootstrapped
  application: Application
  /** Requests under way. */
  requestsInFlight(): number
  /** Resolves when background jobs are carried out, where this process does so. A server without them is no use. */
  jobsStarted: Promise<void>
  /** Tells probes that no more requests should come; those that come are answered. */
  drain(): void
  /**
   * Stops accepting, finishes and stores what was accepted, and closes.
   * @param lingerMs how long connections on which nothing happens are kept, for a server that is replaced by another one
   */
  close(lingerMs?: number): Promise<void>
}

export interface ServerOptions extends ApplicationOptions {
  /** Counter of requests; by default this process. */
  rateLimit?: RateLimit | undefined
}

/** Starts a server: the application, behind its port. */
export async function startServer(config: Config, log: Logger, options: ServerOptions): Promise<Server> {
  const application = await openApplication(config, log, options)
  try {
    const stopping = new AbortController()
    const readiness = new Readiness(() => application.database.isReady())
    const room = new RequestRoom(config.limits, config.bodyLimitBytes)
    const port = await openPort(config, application, log, {
      rateLimit: options.rateLimit,
      room,
      readiness,
      shutdownSignal: stopping.signal,
    })
    const stop = async (lingerMs: number) => {
      // One that is replaced goes on in its successor.
      if (lingerMs === 0) readiness.drain()
      stopping.abort(new DomainError('overloaded', 'The server is stopping'))
      await port.close(STOP_GRACE_MS, lingerMs)
      await application[Symbol.asyncDispose]()
    }
    let stopped: Promise<void> | undefined
    return {
      url: port.url,
      first: application.first,
      application,
      requestsInFlight: () => room.requests,
      jobsStarted: application.startJobs(),
      drain: () => readiness.drain(),
      close: (lingerMs = 0) => {
        stopped ??= stop(lingerMs)
        return stopped
      },
    }
  } catch (error) {
    await application[Symbol.asyncDispose]()
    throw error
  }
}

interface PortOptions extends Pick<ServerOptions, 'rateLimit'> {
  room: RequestRoom
  readiness: Readiness
  shutdownSignal: AbortSignal
}

/** Puts the doors to the application behind one port. */
function openPort(
  config: Config,
  { context }: Application,
  log: Logger,
  { rateLimit: limit, room, readiness, shutdownSignal }: PortOptions,
) {
  const { limits, bodyLimitBytes } = config
  const clients = new Clients(config.trustedProxies, config.clientAddresses)
  const guard = new LoadGuard(clients, limit ?? rateLimit(config.rateLimitPerMinute), room, limits)
  const doors = [
    probes(readiness, () => room.isFull),
    openApiDoor(),
    consoleDoor(config.publicPath),
    rpcDoor({ context, readiness, bodyLimitBytes, shutdownSignal, log }),
    legacyAdapter({ context, routes, bodyLimitBytes, log }),
  ]
  return listenOnOnePort(serveDoors(doors, guard), { ...config, clients, log })
}
