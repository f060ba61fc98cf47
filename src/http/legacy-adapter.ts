import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { bearerChallenge } from '../auth/bearer.ts'
import type { Client } from '../domain/call/client.ts'
import { DomainError } from '../domain/values/errors.ts'
import type { JsonObject } from '../domain/values/json.ts'
import { parseJsonObject } from '../domain/values/json-text.ts'
import { requestLogger } from '../log.ts'
import { isClientGone } from '../net/client-gone.ts'
import { type CorsKind, corsHeaders, preflightHeaders } from '../net/cors.ts'
import { defaultHeaders } from '../net/default-headers.ts'
import type { Door } from '../net/doors.ts'
import type { Arrival } from '../net/load-guard.ts'
import { authorizeRequest } from '../services/access/authorize-request.ts'
import { whileAuthorized } from '../services/access/reauthorization.ts'
import type { ServiceContext } from '../services/context.ts'
import { asRefusal } from '../services/refusal.ts'
import { channels } from '../telemetry/channels.ts'
import { type ArrivedRequest, tracer } from '../telemetry/tracing.ts'
import { errorResponse, faultResponse } from './error-responses.ts'
import { loggedPath } from './logged-path.ts'
import { readQuery } from './queries.ts'
import { readBody } from './request-body.ts'
import type { Route, RouteRequest } from './route.ts'
import { type RouteMatch, Router } from './router.ts'
import { beginList } from './send-list.ts'
import { WholeList } from './whole-list.ts'

export interface LegacyAdapterOptions {
  context: ServiceContext
  routes: readonly Route[]
  bodyLimitBytes: number
  log: Logger
}

interface Answer {
  status: number
  headers: Record<string, string>
  /** Printed as JSON; undefined: no body. */
  body?: unknown
  /** Sends a body that is too long to be printed at once. */
  sendBody?: (response: ServerResponse) => Promise<void>
}

/**
 * The JSON-over-HTTP door: finds the route of a request, hands it the parsed body, and prints its result or refusal the
 * way SDKs and dashboards in the field read it. Decides nothing. It is the last door: an unknown path is answered here.
 */
export function legacyAdapter(options: LegacyAdapterOptions): Door {
  const router = new Router(options.routes)
  const log = requestLogger(options.log)
  const exchange = async (asked: Exchange, refused?: DomainError) => {
    const { request, response, arrival } = asked
    const [path = ''] = splitOnce(request.url ?? '', '?')
    const match = router.match(methodAsked(request), path)
    const logged: Record<string, unknown> = {}
    const span = tracer()?.request(arrivedRequest(asked, match, path))
    if (span) logged['traceId'] = span.traceId
    const work = () => (refused ? Promise.reject(refused) : answer(options, asked, match, logged))
    const answered = span ? span.within(work) : work()
    const result = await answered.catch((error: unknown) => refusal(error, match, options.log))
    const { origin } = request.headers
    const cors = corsOf(options.context, { origin, client: arrival.client, match })
    const headers = { ...cors, ...result.headers }
    try {
      await send(request, response, { ...result, headers })
    } catch (error) {
      span?.end({ status: 500, error: 'aborted' })
      return options.log.error({ err: error }, 'a response was aborted')
    }
    logRequest(log, request, { path, match, arrival, logged, result })
    span?.end({ status: result.status, error: errorCode(result) })
  }
  return {
    limited: true,
    writesDefaultHeaders: true,
    leadsTo: () => true,
    answer: (request, response, arrival) => exchange({ request, response, arrival }),
    refuse: (request, response, arrival, refused) => exchange({ request, response, arrival }, refused),
  }
}

const arrivedRequest = ({ request, arrival }: Exchange, { route }: RouteMatch, path: string): ArrivedRequest => ({
  method: request.method ?? '',
  route: route?.path,
  path: loggedPath(path),
  isSecure: arrival.client.isSecure,
  host: arrival.client.host,
  receivedAt: arrival.receivedAt,
  headers: request.headers,
})

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  arrival: Arrival
}

const noQuery = new URLSearchParams()

const exposed = ['Retry-After', 'X-Error-Detail']

const isPrivate = ({ route }: RouteMatch): boolean => route !== undefined && route.access !== 'public'

function corsOf(
  { allowedOrigins }: ServiceContext,
  { origin, client, match }: { origin: string | undefined; client: Client; match: RouteMatch },
) {
  const kind: CorsKind = isPrivate(match) ? 'privateRoute' : 'publicRoute'
  const isAllowed = isPrivate(match) && origin !== undefined && allowedOrigins.has(origin, client)
  return corsHeaders(kind, { origin, isAllowed, exposed })
}

/** A preflight asks for the method that is to come. */
const methodAsked = ({ method = '', headers }: IncomingMessage): string =>
  method === 'OPTIONS' ? (headers['access-control-request-method'] ?? method) : method

/** A request target need not be a URL: it is only ever taken apart. */
function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)]
}

async function answer(
  { context, bodyLimitBytes }: LegacyAdapterOptions,
  { request, response, arrival }: Exchange,
  match: RouteMatch,
  logged: Record<string, unknown>,
): Promise<Answer> {
  if (match.methods.length === 0) {
    throw new DomainError('route_not_found', `There is no ${loggedPath(request.url ?? '')}`)
  }
  if (request.method === 'OPTIONS') {
    const { origin } = request.headers
    if (isPrivate(match) && origin) context.allowedOrigins.require(origin, arrival.client)
    const requested = request.headers['access-control-request-headers']
    return { status: 200, headers: preflightHeaders([...match.methods, 'OPTIONS'], requested) }
  }
  if (!match.route) {
    const { status, headers, body } = errorResponse(new DomainError('method_not_allowed'))
    return { status, headers: { ...headers, allow: [...match.methods, 'OPTIONS'].join(', ') }, body }
  }
  const { route } = match
  const hasBody = route.method === 'POST' || route.method === 'PUT'
  const [, search] = splitOnce(request.url ?? '', '?')
  const query = search ? new URLSearchParams(search) : noQuery
  const { receivedAt, client } = arrival
  const known = { parameters: match.parameters, query, origin: request.headers.origin, client, receivedAt, logged }
  const carryOutWith = (body: JsonObject) => carryOut(context, route, request, { ...known, body })
  // Chained, not awaited: while a request waits for the database nothing here holds on to its body.
  const result = hasBody
    ? readBody(request, arrival.body, bodyLimitBytes).then(bytes => {
        if (isClientGone(response)) throw new DomainError('unknown_error', 'The client has gone')
        return carryOutWith(parseBody(bytes, route))
      })
    : carryOutWith({})
  return await success(await result)
}

async function success(body: unknown): Promise<Answer> {
  if (!(body instanceof WholeList)) return { status: 200, headers: {}, body }
  const list = await beginList(body)
  return typeof list === 'function'
    ? { status: 200, headers: {}, sendBody: list }
    : { status: 200, headers: {}, body: list }
}

const parseBody = (bytes: Buffer, { arrayAs, bodyIsOptional }: Route): JsonObject =>
  bodyIsOptional && bytes.length === 0 ? {} : parseJsonObject(bytes, arrayAs)

/** Admits whom the route's rule admits. */
async function carryOut(
  context: ServiceContext,
  route: Route,
  request: IncomingMessage,
  routeRequest: RouteRequest<URLSearchParams>,
): Promise<unknown> {
  if (route.access === 'public') return await route.handle(context, routeRequest)
  const { authorization, cookie } = request.headers
  const { origin, client, receivedAt } = routeRequest
  const presented = { authorization, cookie, origin, client, isSafe: route.method === 'GET', receivedAt }
  const isOpen = !context.privateApiAuth
  const caller = await authorizeRequest(context, route.access, presented, { isOpen })
  const query = route.query && readQuery(route.query, routeRequest.query)
  const body = await route.handle(caller, { ...routeRequest, query })
  return body instanceof WholeList ? new WholeList(whileAuthorized(body.batches, caller.reauthorization)) : body
}

function refusal(error: unknown, match: RouteMatch, log: Logger): Answer {
  const refused = asRefusal(error)
  if (refused) {
    const answer = errorResponse(refused)
    const challenge = isPrivate(match) ? bearerChallenge(refused) : undefined
    return challenge ? { ...answer, headers: { ...answer.headers, 'www-authenticate': challenge } } : answer
  }
  log.error({ err: error }, 'a request failed')
  return faultResponse
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }

async function send(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  const { status, headers, body, sendBody } = answer
  if (response.destroyed || response.headersSent) return
  if (sendBody && request.method !== 'HEAD') {
    response.writeHead(status, { ...defaultHeaders, ...headers, ...JSON_TYPE })
    return await sendBody(response)
  }
  const text = body === undefined ? '' : JSON.stringify(body)
  const type = body === undefined ? {} : JSON_TYPE
  response.writeHead(status, { ...defaultHeaders, ...headers, ...type, 'content-length': Buffer.byteLength(text) })
  response.end(request.method === 'HEAD' ? '' : text)
}

interface Finished {
  path: string
  match: RouteMatch
  arrival: Arrival
  logged: Record<string, unknown>
  result: Answer
}

const errorCode = ({ body }: Answer): string | undefined => ((body ?? {}) as { error_code?: string }).error_code

function logRequest(log: Logger, request: IncomingMessage, finished: Finished): void {
  const { path, match, arrival, logged, result } = finished
  const error = errorCode(result)
  const durationMs = Date.now() - arrival.receivedAt.getTime()
  if (channels.request.hasSubscribers) {
    const { method = '' } = request
    channels.request.publish({ method, route: match.route?.path, status: result.status, durationMs, error })
  }
  const fields = {
    method: request.method,
    route: match.route?.path ?? loggedPath(path),
    status: result.status,
    durationMs,
    ...(error ? { error, detail: result.headers['x-error-detail'] } : {}),
    ...logged,
    ...(log.isLevelEnabled('debug') ? { address: arrival.client.keptAddress } : {}),
  }
  log.info(fields, 'request')
}
