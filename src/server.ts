import type { IncomingHttpHeaders } from 'node:http'
import { createContextValues } from '@connectrpc/connect'
import { connectNodeAdapter } from '@connectrpc/connect-node'
import type { Logger } from 'pino'
import { type Application, type ApplicationOptions, openApplication } from './application.ts'
import type { Config } from './config/config.ts'
import { DomainError } from './domain/errors.ts'
import { legacyAdapter } from './http/legacy-adapter.ts'
import { routes } from './http/routes.ts'
import { Admission } from './net/admission.ts'
import { Clients } from './net/clients.ts'
import { setDefaultHeaders } from './net/default-headers.ts'
import { type Handler, listenOnOnePort } from './net/one-port.ts'
import { probe } from './net/probes.ts'
import { rateLimit } from './net/rate-limit.ts'
import { RequestRoom } from './net/request-room.ts'
import { answerRpcCors } from './rpc/cors.ts'
import { errorInterceptor } from './rpc/errors.ts'
import { accessInterceptor, admissionInterceptor, logUnreadable, requestLogInterceptor } from './rpc/interceptors.ts'
import { type CallInfo, callInfoKey } from './rpc/request-context.ts'
import { rpcRoutes } from './rpc/routes.ts'
import type { FirstThings } from './services/first-use.ts'

/** Time for accepted requests to finish when the server stops, in ms; storing what they brought follows. */
const STOP_GRACE_MS = 4000

/** A running server. */
export interface Server {
  url: string
  /** What a person needs for a first try. */
  first: FirstThings
  /** Resolves when background jobs are carried out, where this process does so. A server without them is no use. */
  jobsStarted: Promise<void>
  /**
   * Stops accepting, finishes and stores what was accepted, and closes.
   * @param lingerMs how long connections on which nothing happens are kept, for a server that is replaced by another one
   */
  close(lingerMs?: number): Promise<void>
}

/** Starts a server: the application, behind its port. */
export async function startServer(config: Config, log: Logger, options: ApplicationOptions): Promise<Server> {
  const application = await openApplication(config, log, options)
  try {
    const stopping = new AbortController()
    const port = await listenOnOnePort(requestHandler(config, application, log, stopping.signal), config)
    const stop = async (lingerMs: number) => {
      stopping.abort(new DomainError('overloaded', 'The server is stopping'))
      await port.close(STOP_GRACE_MS, lingerMs)
      await application[Symbol.asyncDispose]()
    }
    let stopped: Promise<void> | undefined
    return {
      url: port.url,
      first: application.first,
      jobsStarted: application.startJobs(),
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

/** The RPC adapter makes a URL of the host that a request names, which need not be one, and may be missing. */
function mendHost(headers: IncomingHttpHeaders): void {
  const name = ':authority' in headers ? ':authority' : 'host'
  if (!URL.canParse(`http://${headers[name] ?? ''}`)) headers[name] = 'localhost'
}

function requestHandler(
  config: Config,
  { context, database }: Application,
  log: Logger,
  shutdownSignal: AbortSignal,
): Handler {
  const clients = new Clients(config.trustedProxies, config.clientAddresses)
  const admission = new Admission(clients, rateLimit(config.rateLimitPerMinute), new RequestRoom(config.bodyLimitBytes))
  const isReady = () => database.isReady()
  const { bodyLimitBytes } = config
  const legacy = legacyAdapter({ context, routes, bodyLimitBytes, admission, log })
  const calls = new WeakMap<object, CallInfo>()
  const rpc = connectNodeAdapter({
    routes: rpcRoutes(context, isReady),
    interceptors: [requestLogInterceptor(log), errorInterceptor(log), admissionInterceptor, accessInterceptor(context)],
    readMaxBytes: bodyLimitBytes,
    shutdownSignal,
    contextValues: request => {
      const info: CallInfo = { ...admission.of(request), logged: {}, isLogged: false }
      calls.set(request, info)
      return createContextValues().set(callInfoKey, info)
    },
    fallback: (request, response) => legacy(...([request, response] as unknown as Parameters<Handler>)),
  })
  return (request, response) => {
    setDefaultHeaders(response)
    mendHost(request.headers)
    const path = (request.url ?? '').split('?')[0] ?? ''
    const probed = probe(path, isReady)
    if (probed) return probed(request, response)
    const { allowedOrigins } = context
    if (answerRpcCors(request, response, { path, client: clients.of(request), allowedOrigins })) return
    response.once('close', () => {
      const call = calls.get(request)
      if (call) logUnreadable(log, path, call, response.statusCode)
    })
    admission
      .admit(request, response)
      .then(() => rpc(request, response))
      .catch((error: unknown) => {
        log.error({ err: error, path }, 'a request could not be handled')
        response.destroy()
      })
  }
}
