import { Code, ConnectError, type Interceptor } from '@connectrpc/connect'
import type { Logger } from 'pino'
import { admit } from '../services/access/admit.ts'
import type { ServiceContext } from '../services/context.ts'
import { accessOf } from './access.ts'
import { type CallInfo, callerContextKey, callInfoKey } from './request-context.ts'
import { throughStream } from './streams.ts'

/** Ends calls whose client has gone while the message arrived. */
export const goneInterceptor: Interceptor = next => async request => {
  request.signal.throwIfAborted()
  return await next(request)
}

/** Finds out who calls what is not public, and admits whom the method's rule admits. */
export const accessInterceptor =
  (context: ServiceContext): Interceptor =>
  next =>
  async request => {
    const rule = accessOf(request.method)
    if (rule !== 'public') {
      const info = request.contextValues.get(callInfoKey)
      const presented = {
        authorization: request.header.get('authorization'),
        cookie: request.header.get('cookie'),
        origin: request.header.get('origin'),
        host: new URL(request.url).host,
        isSafe: request.requestMethod === 'GET',
        receivedAt: info?.receivedAt ?? new Date(),
      }
      request.contextValues.set(callerContextKey, await admit(context, rule, presented))
    }
    return await next(request)
  }

/** Writes one line a call: which, how it ended, how long it took, and who called. */
export const requestLogInterceptor =
  (log: Logger): Interceptor =>
  next =>
  async request => {
    const info = request.contextValues.get(callInfoKey)
    const startedAt = info?.receivedAt.getTime() ?? Date.now()
    const write = (status: string, detail?: string) => {
      if (info) info.isLogged = true
      const fields = {
        method: 'RPC',
        route: `${request.service.typeName}/${request.method.name}`,
        status,
        durationMs: Date.now() - startedAt,
        ...(detail === undefined ? {} : { detail }),
        ...info?.logged,
        ...(log.isLevelEnabled('debug') && info ? { address: info.client.keptAddress } : {}),
      }
      log.info(fields, 'request')
    }
    const writeFailure = (error: unknown) => {
      const failed = ConnectError.from(error)
      write(Code[failed.code]?.toLowerCase() ?? 'unknown', failed.rawMessage)
    }
    try {
      const response = await next(request)
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
  const fields = {
    method: 'RPC',
    route: path.replace(/^\//, ''),
    status: httpStatus === 400 ? 'invalidargument' : `HTTP ${httpStatus}`,
    durationMs: Date.now() - info.receivedAt.getTime(),
    detail: info.refusal?.message ?? 'The message could not be read',
  }
  log.info(fields, 'request')
}
