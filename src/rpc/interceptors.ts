import { Code, ConnectError, type Interceptor } from '@connectrpc/connect'
import type { Logger } from 'pino'
import type { RateLimit } from '../net/rate-limit.ts'
import { callInfoKey } from './request-context.ts'

/** Counts every call against its client address. */
export const rateLimitInterceptor =
  (limit: RateLimit): Interceptor =>
  next =>
  async request => {
    const info = request.contextValues.get(callInfoKey)
    if (info) await limit.consume(info.address)
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
      const fields = {
        method: 'RPC',
        route: `${request.service.typeName}/${request.method.name}`,
        status,
        durationMs: Date.now() - startedAt,
        ...(detail === undefined ? {} : { detail }),
        ...info?.logged,
        ...(log.isLevelEnabled('debug') && info ? { address: info.address } : {}),
      }
      log.info(fields, 'request')
    }
    try {
      const response = await next(request)
      write('ok')
      return response
    } catch (error) {
      const failed = ConnectError.from(error)
      write(Code[failed.code]?.toLowerCase() ?? 'unknown', failed.rawMessage)
      throw error
    }
  }
