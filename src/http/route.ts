import type { JsonObject } from '../domain/json.ts'
import type { ServiceContext } from '../services/context.ts'

/** What a route gets to see of a request. */
export interface RouteRequest {
  /** The parsed body; empty for GET and DELETE. */
  body: JsonObject
  /** Values of the `:name` parts of the path. */
  parameters: Record<string, string>
  query: URLSearchParams
  /** Origin header, as the browser states it. */
  origin: string | undefined
  /** Token of `Authorization: Bearer`. */
  bearer: string | undefined
  receivedAt: Date
  /** Collects what the request's log line says beside method, route and status. */
  logged: Record<string, unknown>
}

/** One line of the route table. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path below `/v1`; `:name` stands for one segment. */
  path: string
  /** Field that stands for a body which is a bare array; without it, such a body is refused. */
  arrayAs?: string
  /** The body of the 200 answer. */
  handle: (context: ServiceContext, request: RouteRequest) => Promise<unknown>
}
