import type { z } from 'zod'
import type { Client } from '../domain/call/client.ts'
import type { ErrorCode } from '../domain/values/errors.ts'
import type { JsonObject } from '../domain/values/json.ts'
import type { AccessRule } from '../services/access/access-rule.ts'
import type { CallerContext } from '../services/access/caller-context.ts'
import type { ServiceContext } from '../services/context.ts'

/** A request as a route sees it. @typeParam Query what the route's schema of it reads */
export interface RouteRequest<Query = unknown> {
  /** The parsed body; empty for GET and DELETE. */
  body: JsonObject
  /** Values of the `:name` parts of the path. */
  parameters: Record<string, string>
  query: Query
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
  /** What it does, in one sentence of the reference. */
  summary: string
  /** What stands behind the `?`; without one nothing is looked for there. */
  query?: z.ZodType
  /** The body, of POST and PUT. */
  body?: z.ZodType
  /** The body of the 200 answer: tests hold answers to it, and the reference is made of it. */
  answer: z.ZodType
  /** What it may be refused with, beside what is common to all routes of its kind. */
  errors?: readonly ErrorCode[]
  /** Field that stands for a body which is a bare array; without it, such a body is refused. */
  arrayAs?: string
  /** Whether a request without a body is one with an empty object. */
  bodyIsOptional?: boolean
}

/** A route that anybody may call; what it needs travels in the body. */
export interface PublicRoute extends RouteLine {
  access: 'public'
  /** What the body has to identify its sender. */
  credential?: 'apiKey' | 'token'
  /** The body of the 200 answer. */
  handle(context: ServiceContext, request: RouteRequest): Promise<unknown>
}

/** A route for those whom its rule admits. */
export interface PrivateRoute extends RouteLine {
  access: AccessRule
  handle(context: CallerContext, request: RouteRequest): Promise<unknown>
}

/** A line of the route table whose handler is given what its schema reads of the query. */
export const reading = <Query extends z.ZodType>(
  line: Omit<PrivateRoute, 'handle'> & {
    query: Query
    handle(context: CallerContext, request: RouteRequest<z.infer<Query>>): Promise<unknown>
  },
): PrivateRoute => line

/** One line of the route table. */
export type Route = PublicRoute | PrivateRoute
