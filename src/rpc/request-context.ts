import { createContextKey, type HandlerContext } from '@connectrpc/connect'
import { bearerToken } from '../auth/bearer.ts'
import { unknownClient } from '../domain/call/client.ts'
import type { DomainError } from '../domain/values/errors.ts'
import type { Arrival } from '../net/load-guard.ts'
import type { CallerContext } from '../services/access/caller-context.ts'

/** Context of a call from the port. */
export interface CallInfo extends Arrival {
  /** Why it may not be served. */
  refusal: DomainError | undefined
  /** Collects what the call's log line says. */
  logged: Record<string, unknown>
  /** Whether an interceptor writes the call's log line. */
  isLogged: boolean
}

export const callInfoKey = createContextKey<CallInfo | undefined>(undefined, { description: 'call info' })

/** Context of a handler beside the message. */
export function callOf(context: HandlerContext) {
  const info = context.values.get(callInfoKey)
  return {
    receivedAt: info?.receivedAt ?? new Date(),
    client: info?.client ?? unknownClient,
    logged: info?.logged ?? {},
    bearer: bearerToken(context.requestHeader.get('authorization')),
    origin: context.requestHeader.get('origin') ?? undefined,
  }
}

export const callerContextKey = createContextKey<CallerContext | undefined>(undefined, { description: 'caller' })

/** Context of an operation to which the caller was admitted. */
export function callerContextOf(context: HandlerContext): CallerContext {
  const found = context.values.get(callerContextKey)
  if (!found) throw new Error('The method is public: nobody was asked who they are')
  return found
}
