import type { ErrorCode } from '../../domain/values/errors.ts'
import type { Route } from '../route.ts'

const everywhere: readonly ErrorCode[] = ['rate_limited', 'overloaded', 'request_timeout', 'unknown_error']
const ofParameters: readonly ErrorCode[] = ['missing_parameters', 'invalid_parameters']
const ofCallers: readonly ErrorCode[] = ['missing_token', 'invalid_token', 'expired_token', 'permission_denied']
/** An app may have been switched off, given another key, or deleted since it gave the token. */
const ofTokens: readonly ErrorCode[] = [
  'missing_token',
  'invalid_token',
  'expired_token',
  'invalid_api_key',
  'app_not_recording',
]

/** Every code that a route may refuse with. */
export function routeErrors(route: Route): ErrorCode[] {
  const hasBody = route.method === 'POST' || route.method === 'PUT'
  const codes = [
    ...everywhere,
    ...(hasBody ? (['body_too_large'] as const) : []),
    ...(hasBody || route.query || route.access !== 'public' ? ofParameters : []),
    ...(route.access === 'public' ? ofCredential(route.credential) : ofCallers),
    ...(route.errors ?? []),
  ]
  return [...new Set(codes)]
}

function ofCredential(credential: 'apiKey' | 'token' | undefined): readonly ErrorCode[] {
  if (credential === undefined) return []
  return credential === 'apiKey' ? ['invalid_api_key'] : ofTokens
}
