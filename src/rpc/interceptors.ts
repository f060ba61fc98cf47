import type { DescMethod } from '@bufbuild/protobuf'
import { Code, ConnectError, type Interceptor } from '@connectrpc/connect'
import type { Logger } from 'pino'
import { unknownClient } from '../domain/call/client.ts'
import type { Access } from '../services/access/access-rule.ts'
import { authorizeRequest } from '../services/access/authorize-request.ts'
import { whileAuthorized } from '../services/access/reauthorization.ts'
import type { ServiceContext } from '../services/context.ts'
import { type CallInfo, callerContextKey, callInfoKey } from './request-context.ts'
import { throughStream } from './streams.ts'
import { tellCall, tellUnreadable } from './tell-calls.ts'
import { endOf, traceCall } from './trace-calls.ts'

/** Ends calls whose client has gone while the message arrived. */
export const goneInterceptor: Interceptor = next => async request => {
  request.signal.throwIfAborted()
  return await next(request)
}

/** Finds out who calls what is not public, and admits whom the method's rule admits: to a stream as long as it does. */
export const accessInterceptor =
  (context: ServiceContext, accessOf: (method: DescMethod) => Access): Interceptor =>
  next =>
  async request => {
    const rule = accessOf(request.method)
    if (rule === 'public') return await next(request)
    const info = request.contextValues.get(callInfoKey)
    const presented = {
      authorization: request.header.get('authorization'),
      cookie: request.header.get('cookie'),
      origin: request.header.get('origin'),
      client: info?.client ?? unknownClient,
      isSafe: request.requestMethod === 'GET',
      receivedAt: info?.receivedAt ?? new Date(),
    }
    const caller = await authorizeRequest(context, rule, presented)
    request.contextValues.set(callerContextKey, caller)
    return throughStream(await next(request), messages => whileAuthorized(messages, caller.reauthorization))
  }

/** Writes one line a call: which, how it ended, how long it took, and who called. */
export const requestLogInterceptor =
  (log: Logger): Interceptor =>
  next =>
  async request => {
    const info = request.contextValues.get(callInfoKey)
    if (info) info.isLogged = true
    const startedAt = info?.receivedAt.getTime() ?? Date.now()
    const span = traceCall(request, startedAt)
    if (span && info) info.logged['traceId'] = span.traceId
    const write = (status: string, detail?: string, failure?: ConnectError) => {
      const durationMs = Date.now() - startedAt
      tellCall(request, durationMs, failure)
      const fields = {
        method: 'RPC',
        route: `${request.service.typeName}/${request.method.name}`,
        status,
        durationMs,
        ...(detail === undefined ? {} : { detail }),
        ...info?.logged,
        ...(log.isLevelEnabled('debug') && info ? { address: info.client.keptAddress } : {}),
      }
      log.info(fields, 'request')
      span?.end(endOf(failure))
    }
    const writeFailure = (error: unknown) => {
      const failed = ConnectError.from(error)
      write(Code[failed.code]?.toLowerCase() ?? 'unknown', failed.rawMessage, failed)
    }
    try {
      const response = await (span ? span.within(() => next(request)) : next(request))
      if (!response.stream) write('ok')
      return throughStream(response, messages => endingWith(messages, write, writeFailure))
    } catch (error) {
      writeFailure(error)
      throw error
    }
  }

/** The messages; tells how they ended. A reader that stops early has cancelled the call. */
async function* endingWith<Message>(
  messages: AsyncIterable<Message>,
  write: (status: string) => void,
  writeFailure: (error: unknown) => void,
) {
  let status = 'canceled'
  try {
    yield* messages
    status = 'ok'
  } catch (error) {
    status = 'failed'
    writeFailure(error)
    throw error
  } finally {
    if (status !== 'failed') write(status)
  }
}

/** Writes the line of a call that never got to its interceptors: its message could not be read. */
export function logUnreadable(log: Logger, path: string, info: CallInfo, httpStatus: number): void {
  if (info.isLogged) return
  tellUnreadable(path, info, httpStatus)
  const fields = {
    method: 'RPC',
    route: path.replace(/^\//, ''),
    status: httpStatus === 400 ? 'invalidargument' : `HTTP ${httpStatus}`,
    durationMs: Date.now() - info.receivedAt.getTime(),
    detail: info.refusal?.message ?? 'The message could not be read',
  }
  log.info(fields, 'request')
}
