import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { isClientGone } from './client-gone.ts'

/** Answers a request of either version: node:http2 gives its requests and responses the shape of node:http's. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

/**
 * The handler, whose failures end nothing but the request: it is answered 500, or cut when its answer has begun, and the
 * failure is logged.
 */
export const withLastGuard =
  (handler: Handler, log: Logger): Handler =>
  (request, response) => {
    const giveUp = (error: unknown) => {
      if (isClientGone(response)) return
      log.error({ err: error, method: request.method }, 'a request could not be handled')
      try {
        if (response.headersSent) response.destroy()
        else response.writeHead(500, { 'content-length': 0 }).end()
      } catch {
        request.socket.destroy()
      }
    }
    try {
      return void Promise.resolve(handler(request, response)).catch(giveUp)
    } catch (error) {
      giveUp(error)
    }
  }

/** Tells of a failure in what handles a connection, and cuts it. */
export function cutting<Args extends unknown[]>(
  log: Logger,
  act: (...args: Args) => void,
  cut: (...args: Args) => void,
): (...args: Args) => void {
  return (...args) => {
    try {
      act(...args)
    } catch (error) {
      log.error({ err: error }, 'a connection could not be handled')
      cut(...args)
    }
  }
}
