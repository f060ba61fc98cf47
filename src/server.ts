import { createContextValues } from '@connectrpc/connect'
import { connectNodeAdapter } from '@connectrpc/connect-node'
import type { Logger } from 'pino'
import { type Application, openApplication } from './application.ts'
import type { Config } from './config/config.ts'
import { legacyAdapter } from './http/legacy-adapter.ts'
import { routes } from './http/routes.ts'
import { ClientAddress } from './net/client-address.ts'
import { type Handler, listenOnOnePort } from './net/one-port.ts'
import { probe } from './net/probes.ts'
import { rateLimit } from './net/rate-limit.ts'
import { errorInterceptor } from './rpc/errors.ts'
import { rateLimitInterceptor, requestLogInterceptor } from './rpc/interceptors.ts'
import { callInfoKey } from './rpc/request-context.ts'
import { rpcRoutes } from './rpc/routes.ts'

/** Time for accepted requests to finish when the server stops, in ms; storing what they brought follows. */
const STOP_GRACE_MS = 8000

/** A running server. */
export interface Server {
  url: string
  /** Key of the oldest app, for a first try; undefined when there is none. */
  firstApiKey: string | undefined
  /** Stops accepting, finishes and stores what was accepted, and closes. */
  close(): Promise<void>
}

/** Starts a server: the application, behind its port. */
export async function startServer(config: Config, log: Logger): Promise<Server> {
  const application = await openApplication(config, log)
  try {
    const port = await listenOnOnePort(requestHandler(config, application, log), config)
    return {
      url: port.url,
      firstApiKey: application.firstApiKey,
      close: async () => {
        await port.close(STOP_GRACE_MS)
        await application[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await application[Symbol.asyncDispose]()
    throw error
  }
}

function requestHandler(config: Config, { context, database }: Application, log: Logger): Handler {
  const clientAddress = new ClientAddress(config.trustedProxies)
  const limit = rateLimit(config.rateLimitPerMinute)
  const isReady = () => database.isReady()
  const { bodyLimitBytes } = config
  const legacy = legacyAdapter({ context, routes, bodyLimitBytes, rateLimit: limit, clientAddress, log })
  const rpc = connectNodeAdapter({
    routes: rpcRoutes(context, isReady),
    interceptors: [requestLogInterceptor(log), errorInterceptor(log), rateLimitInterceptor(limit)],
    readMaxBytes: bodyLimitBytes,
    contextValues: request =>
      createContextValues().set(callInfoKey, {
        receivedAt: new Date(),
        address: clientAddress.of(request as Parameters<Handler>[0]),
        logged: {},
      }),
    fallback: (request, response) => legacy(...([request, response] as unknown as Parameters<Handler>)),
  })
  return (request, response) => {
    const probed = probe((request.url ?? '').split('?')[0] ?? '', isReady)
    if (probed) probed(request, response)
    else rpc(request, response)
  }
}
