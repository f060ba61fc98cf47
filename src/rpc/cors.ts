import type { IncomingMessage, ServerResponse } from 'node:http'
import { cors } from '@connectrpc/connect'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { type AllowedOrigins, notAllowed } from '../auth/allowed-origins.ts'
import type { Client } from '../domain/call/client.ts'
import { type CorsKind, corsHeaders, mayRead, preflightHeaders } from '../net/cors.ts'

const exposed = [...cors.exposedHeaders, 'Retry-After']

/** Undefined for RPCs that are not ours: health and reflection are not for web pages. */
function kindOf(path: string): CorsKind | undefined {
  if (path.startsWith(`/${IngestService.typeName}/`)) return 'publicRpc'
  return path.startsWith('/peermetrics.') ? 'privateRpc' : undefined
}

export interface RpcCorsOptions {
  path: string
  client: Client
  allowedOrigins: AllowedOrigins
}

/**
 * Says to browsers which pages may call an RPC.
 * @returns whether the request was a preflight, which is answered by this
 */
export function answerRpcCors(
  request: IncomingMessage,
  response: ServerResponse,
  { path, client, allowedOrigins }: RpcCorsOptions,
): boolean {
  const { origin } = request.headers
  const kind = kindOf(path)
  if (origin === undefined || kind === undefined) return false
  const isAllowed = allowedOrigins.has(origin, client)
  for (const [name, value] of Object.entries(corsHeaders(kind, { origin, isAllowed, exposed }))) {
    response.setHeader(name, value)
  }
  if (request.method !== 'OPTIONS') return false
  if (mayRead(kind, isAllowed)) {
    const requested = request.headers['access-control-request-headers'] ?? cors.allowedHeaders.join(', ')
    response.writeHead(204, preflightHeaders(cors.allowedMethods, requested)).end()
  } else {
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(`${notAllowed(origin).message}\n`)
  }
  return true
}
