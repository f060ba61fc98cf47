import type { Client } from '../domain/call/client.ts'
import type { JsonObject } from '../domain/values/json.ts'
import type { AccessRule } from '../services/access/access-rule.ts'
import type { CallerContext } from '../services/access/caller-context.ts'
import type { ServiceContext } from '../services/context.ts'

/** A request as a route sees it. */
export interface RouteRequest {
  /** The parsed body; empty for GET and DELETE. */
  body: JsonObject
  /** Values of the `:name` parts of the path. */
  parameters: Record<string, string>
  query: URLSearchParams
  /** Origin header, as the browser states it. */
  origin: string | undefined
  client: Client
  receivedAt: Date
  /** Collects what the request's log line says beside method, route and status. */
  logged: Record<string, unknown>
}

interface RouteLine {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path below `/v1`; `:name` stands for one segment. */
  path: string
  /** Field that stands for a body which is a bare array; without it, such a body is refused. */
  arrayAs?: string
  /** Whether a request without a body is one with an empty object. */
  bodyIsOptional?: boolean
}

/** A route that anybody may call; what it needs travels in the body. */
export interface PublicRoute extends RouteLine {
  access: 'public'
  /** The body of the 200 answer. */
  handle: (context: ServiceContext, request: RouteRequest) => Promise<unknown>
}

/** A route for those whom its rule admits. */
export interface PrivateRoute extends RouteLine {
  access: AccessRule
  handle: (context: CallerContext, request: RouteRequest) => Promise<unknown>
}

/** One line of the route table. */
export type Route = PublicRoute | PrivateRoute
