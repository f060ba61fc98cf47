import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { bearerToken } from '../auth/bearer.ts'
import { DomainError } from '../domain/errors.ts'
import { parseJsonObject } from '../domain/json-text.ts'
import { requestLogger } from '../log.ts'
import type { Admission } from '../net/admission.ts'
import type { ServiceContext } from '../services/context.ts'
import { asRefusal } from '../services/refusal.ts'
import { corsHeaders, preflightHeaders } from './cors.ts'
import { errorResponse, faultResponse } from './error-responses.ts'
import { readBody } from './request-body.ts'
import type { Route, RouteRequest } from './route.ts'
import { type RouteMatch, Router } from './router.ts'

export interface LegacyAdapterOptions {
  context: ServiceContext
  routes: readonly Route[]
  bodyLimitBytes: number
  admission: Admission
  log: Logger
}

interface Answer {
  status: number
  headers: Record<string, string>
  /** Printed as JSON; undefined: no body. */
  body?: unknown
}

/**
 * The JSON-over-HTTP door: finds the route of a request, hands it the parsed body, and prints its result or refusal the
 * way SDKs and dashboards in the field read it. Decides nothing.
 */
export function legacyAdapter(
  options: LegacyAdapterOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const router = new Router(options.routes)
  const requestLog = requestLogger(options.log)
  return (request, response) => {
    const { receivedAt } = options.admission.of(request)
    const [path = '', search = ''] = splitOnce(request.url ?? '', '?')
    const match = router.match(request.method ?? '', path)
    const logged: Record<string, unknown> = {}
    const origin = request.headers.origin
    const routeRequest = (body: RouteRequest['body']): RouteRequest => ({
      body,
      parameters: match.parameters,
      query: search ? new URLSearchParams(search) : noQuery,
      origin,
      bearer: bearerToken(request.headers.authorization),
      receivedAt,
      logged,
    })
    void answer(options, request, match, routeRequest)
      .catch((error: unknown) => refusal(error, options.log))
      .then(result => {
        send(request, response, { ...result, headers: { ...corsHeaders(origin), ...result.headers } })
        logRequest(options, requestLog, request, { path, match, receivedAt, logged, result })
      })
  }
}

const noQuery = new URLSearchParams()

/** A request target need not be a URL: it is only ever taken apart. */
function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)]
}

async function answer(
  { context, bodyLimitBytes, admission }: LegacyAdapterOptions,
  request: IncomingMessage,
  match: RouteMatch,
  routeRequest: (body: RouteRequest['body']) => RouteRequest,
): Promise<Answer> {
  const { refusal } = admission.of(request)
  if (refusal) throw refusal
  if (match.methods.length === 0) throw new DomainError('route_not_found', `There is no ${request.url?.split('?')[0]}`)
  if (request.method === 'OPTIONS') {
    const requested = request.headers['access-control-request-headers']
    return { status: 200, headers: preflightHeaders([...match.methods, 'OPTIONS'], requested) }
  }
  if (!match.route) {
    const { status, headers, body } = errorResponse(new DomainError('method_not_allowed'))
    return { status, headers: { ...headers, allow: [...match.methods, 'OPTIONS'].join(', ') }, body }
  }
  const { handle, method, arrayAs } = match.route
  const hasBody = method === 'POST' || method === 'PUT'
  // Chained, not awaited: while a request waits for the database nothing here holds on to its body.
  const result = hasBody
    ? readBody(request, bodyLimitBytes).then(text => handle(context, routeRequest(parseJsonObject(text, arrayAs))))
    : handle(context, routeRequest({}))
  return { status: 200, headers: {}, body: await result }
}

function refusal(error: unknown, log: Logger): Answer {
  const refused = asRefusal(error)
  if (refused) return errorResponse(refused)
  log.error({ err: error }, 'a request failed')
  return faultResponse
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.destroyed || response.headersSent) return
  const text = body === undefined ? '' : JSON.stringify(body)
  const type = body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }
  response.writeHead(status, { ...headers, ...type, 'content-length': Buffer.byteLength(text) })
  response.end(request.method === 'HEAD' ? '' : text)
}

interface Finished {
  path: string
  match: RouteMatch
  receivedAt: Date
  logged: Record<string, unknown>
  result: Answer
}

function logRequest(
  { admission }: LegacyAdapterOptions,
  log: Logger,
  request: IncomingMessage,
  finished: Finished,
): void {
  const { path, match, receivedAt, logged, result } = finished
  const { error_code: error } = (result.body ?? {}) as { error_code?: string }
  const fields = {
    method: request.method,
    route: match.route?.path ?? path,
    status: result.status,
    durationMs: Date.now() - receivedAt.getTime(),
    ...(error ? { error, detail: result.headers['x-error-detail'] } : {}),
    ...logged,
    ...(log.isLevelEnabled('debug') ? { address: admission.of(request).address } : {}),
  }
  log.info(fields, 'request')
}
