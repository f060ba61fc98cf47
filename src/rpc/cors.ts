import type { IncomingMessage, ServerResponse } from 'node:http'
import { cors } from '@connectrpc/connect'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import type { AllowedOrigins } from '../auth/allowed-origins.ts'

/** Seconds for which browsers may remember the answer to a preflight. */
const PREFLIGHT_MAX_AGE_S = 86_400

/** The RPCs of packages of ours, by path. */
const isOurs = (path: string): boolean => path.startsWith('/peermetrics.')

/**
 * Says to browsers which pages may call the RPCs: the server's own and those that it was told of, with a person's sign-in;
 * every page those of ingestion, where the token in the call is what admits.
 * @returns whether the request was a preflight, which is answered by this
 */
export function answerRpcCors(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  allowedOrigins: AllowedOrigins,
): boolean {
  const { origin, host, ':authority': authority } = request.headers
  if (origin === undefined || !isOurs(path)) return false
  const isAllowed = allowedOrigins.has(origin, typeof authority === 'string' ? authority : host)
  if (!isAllowed && !path.startsWith(`/${IngestService.typeName}/`)) return false
  response.setHeader('vary', 'Origin')
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-expose-headers', cors.exposedHeaders.join(', '))
  if (isAllowed) response.setHeader('access-control-allow-credentials', 'true')
  if (request.method !== 'OPTIONS') return false
  response.writeHead(204, {
    'access-control-allow-methods': cors.allowedMethods.join(', '),
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? cors.allowedHeaders.join(', '),
    'access-control-max-age': String(PREFLIGHT_MAX_AGE_S),
  })
  response.end()
  return true
}
