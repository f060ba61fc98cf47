import type { Attributes } from '@opentelemetry/api'
import {
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_SYSTEM_NAME,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_ROUTE,
  ATTR_RPC_METHOD,
  ATTR_RPC_SYSTEM_NAME,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_PATH,
  ATTR_URL_SCHEME,
  DB_SYSTEM_NAME_VALUE_POSTGRESQL,
  HTTP_REQUEST_METHOD_VALUE_OTHER,
  RPC_SYSTEM_NAME_VALUE_GRPC,
} from '@opentelemetry/semantic-conventions'
import type { RanStatement } from '../channels.ts'
import type { ArrivedCall, ArrivedRequest, BegunBatch } from '../tracing.ts'

/* Names and attributes of spans, by the stable semantic conventions of OpenTelemetry. No addresses of clients, no values. */

export interface SpanFacts {
  name: string
  attributes: Attributes
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'CONNECT']

export function requestFacts({ method, route, path, isSecure, host }: ArrivedRequest): SpanFacts {
  const known = methods.includes(method) ? method : HTTP_REQUEST_METHOD_VALUE_OTHER
  const template = route === undefined ? undefined : `/v1${route}`
  return {
    name: template === undefined ? known : `${known} ${template}`,
    attributes: {
      [ATTR_HTTP_REQUEST_METHOD]: known,
      [ATTR_URL_PATH]: path,
      [ATTR_URL_SCHEME]: isSecure ? 'https' : 'http',
      ...(template === undefined ? {} : { [ATTR_HTTP_ROUTE]: template }),
      ...(host === undefined ? {} : serverOf(host)),
    },
  }
}

function serverOf(host: string): Attributes {
  const { hostname, port } = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : { hostname: host, port: '' }
  return { [ATTR_SERVER_ADDRESS]: hostname, ...(port === '' ? {} : { [ATTR_SERVER_PORT]: Number(port) }) }
}

export function callFacts({ service, method, isGrpc }: ArrivedCall): SpanFacts {
  const name = `${service}/${method}`
  return {
    name,
    attributes: {
      [ATTR_RPC_SYSTEM_NAME]: isGrpc ? RPC_SYSTEM_NAME_VALUE_GRPC : 'connectrpc',
      [ATTR_RPC_METHOD]: name,
    },
  }
}

export const batchFacts = ({ store, items, waitedMs }: BegunBatch): SpanFacts => ({
  name: `store ${store}`,
  attributes: { 'peermetrics.store': store, 'peermetrics.batch.items': items, 'peermetrics.batch.wait_ms': waitedMs },
})

export const jobFacts = (queue: string): SpanFacts => ({
  name: `job ${queue}`,
  attributes: { 'peermetrics.job.queue': queue },
})

/** Longest text of a statement that is sent, in characters. */
const MAX_STATEMENT = 2000

/** A statement has placeholders where values go. */
export function statementFacts({ sql }: RanStatement): SpanFacts {
  const text = sql.replace(/\s+/g, ' ').trim()
  const operation = /^\w+/.exec(text)?.[0].toUpperCase() ?? 'STATEMENT'
  return {
    name: operation,
    attributes: {
      [ATTR_DB_SYSTEM_NAME]: DB_SYSTEM_NAME_VALUE_POSTGRESQL,
      [ATTR_DB_OPERATION_NAME]: operation,
      [ATTR_DB_QUERY_TEXT]: text.slice(0, MAX_STATEMENT),
    },
  }
}

/** Its path and query may hold a key, and addresses of clients. */
export const outgoingFacts = (method: string, { host, protocol }: URL): SpanFacts => ({
  name: method,
  attributes: {
    [ATTR_HTTP_REQUEST_METHOD]: method,
    [ATTR_URL_SCHEME]: protocol.slice(0, -1),
    ...serverOf(host),
  },
})
