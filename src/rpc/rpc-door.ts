import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  Code,
  ConnectError,
  type ConnectRouterOptions,
  createConnectRouter,
  createContextValues,
} from '@connectrpc/connect'
import type { UniversalHandler } from '@connectrpc/connect/protocol'
import {
  compressionBrotli,
  compressionGzip,
  universalRequestFromNodeRequest,
  universalResponseToNodeResponse,
} from '@connectrpc/connect-node'
import type { Logger } from 'pino'
import type { DomainError } from '../domain/values/errors.ts'
import { isClientGone } from '../net/client-gone.ts'
import { type Door, pathOf } from '../net/doors.ts'
import type { IncomingBody } from '../net/incoming-body.ts'
import type { Arrival } from '../net/load-guard.ts'
import type { Readiness } from '../net/readiness.ts'
import type { ServiceContext } from '../services/context.ts'
import { answerRpcCors } from './cors.ts'
import { connectError, errorInterceptor } from './errors.ts'
import { accessInterceptor, goneInterceptor, logUnreadable, requestLogInterceptor } from './interceptors.ts'
import { decodeInterceptor } from './messages/decode-interceptor.ts'
import { receiveMessages } from './messages/receive-messages.ts'
import { type CallInfo, callInfoKey } from './request-context.ts'
import { accessRules, type ServedService } from './served-service.ts'
import { servedServices } from './services.ts'

export interface RpcDoorOptions {
  context: ServiceContext
  readiness: Readiness
  bodyLimitBytes: number
  shutdownSignal: AbortSignal
  log: Logger
}

/** The door of gRPC, gRPC-Web and Connect. */
export function rpcDoor({ context, readiness, bodyLimitBytes, shutdownSignal, log }: RpcDoorOptions): Door {
  const services = servedServices(context, readiness)
  const handlers = handlersOf(services, {
    interceptors: [
      requestLogInterceptor(log),
      errorInterceptor(log),
      goneInterceptor,
      accessInterceptor(context, accessRules(services)),
      decodeInterceptor,
    ],
    acceptCompression: [compressionGzip, compressionBrotli],
    readMaxBytes: bodyLimitBytes,
    shutdownSignal,
    requestGate: ({ values }) => {
      const refusal = values.get(callInfoKey)?.refusal
      if (refusal) throw connectError(refusal)
    },
  })
  const exchange = async (
    request: IncomingMessage,
    response: ServerResponse,
    arrival: Arrival,
    refusal?: DomainError,
  ): Promise<void> => {
    const path = pathOf(request)
    if (answerRpcCors(request, response, { path, client: arrival.client, allowedOrigins: context.allowedOrigins }))
      return
    const handler = handlers.get(path)
    if (!handler) return void response.writeHead(404).end()
    const info: CallInfo = { ...arrival, refusal, logged: {}, isLogged: false }
    response.once('close', () => logUnreadable(log, path, info, response.statusCode))
    await handle(handler, request, response, info)
  }
  return {
    limited: true,
    leadsTo: path => handlers.has(path),
    answer: (request, response, arrival) => exchange(request, response, arrival),
    refuse: exchange,
  }
}

function handlersOf(
  services: readonly ServedService[],
  options: ConnectRouterOptions & { readMaxBytes: number },
): ReadonlyMap<string, UniversalHandler> {
  const router = createConnectRouter(options)
  for (const { register } of services) register(router)
  receiveMessages(router, options.readMaxBytes)
  return new Map(router.handlers.map(handler => [handler.requestPath, handler]))
}

async function handle(
  handler: UniversalHandler,
  request: IncomingMessage,
  response: ServerResponse,
  info: CallInfo,
): Promise<void> {
  const values = createContextValues().set(callInfoKey, info)
  const asked = universalRequestFromNodeRequest(request, response, undefined, values)
  const body = asked.body as AsyncIterable<Uint8Array>
  try {
    await universalResponseToNodeResponse(await handler({ ...asked, body: untilRefused(body, info.body) }), response)
  } catch (error) {
    if (isClientGone(response) || ConnectError.from(error).code === Code.Aborted) return
    throw error
  }
}

/** The chunks of a body; fails when the body is given up. What is still to come of it is let go of by the port. */
async function* untilRefused(chunks: AsyncIterable<Uint8Array>, body: IncomingBody): AsyncIterable<Uint8Array> {
  const refused = Promise.withResolvers<never>()
  refused.promise.catch(() => {})
  body.whenRefused(error => refused.reject(connectError(error)))
  const iterator = chunks[Symbol.asyncIterator]()
  let mayStop = true
  try {
    for (;;) {
      const next = iterator.next()
      next.catch(() => {})
      mayStop = false
      const { done, value } = await Promise.race([next, refused.promise])
      mayStop = !done
      if (done) return
      yield value
    }
  } finally {
    if (mayStop) await iterator.return?.()
  }
}
