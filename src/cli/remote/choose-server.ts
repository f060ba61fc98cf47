import process from 'node:process'
import type { DescService } from '@bufbuild/protobuf'
import { type Client, createClient, type Interceptor } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-node'
import { UsageError } from './explain.ts'
import { readSignIn } from './kept-sign-in.ts'

/** How a command names its server. */
export interface ServerOptions {
  url?: string
  token?: string
}

/** A server with the token for it. */
export interface Server {
  /** Without a slash at its end. */
  url: string
  token: string | undefined
}

const DEFAULT_URL = 'http://127.0.0.1:8081'

/** Answers come within this time, or not at all, ms. Streams have no such limit. */
const CALL_LIMIT_MS = 60_000

/** By options, else by environment, else the kept one. A kept token goes to no server but its own. */
export function chooseServer(options: ServerOptions): Server {
  const givenUrl = options.url ?? (process.env['PEERMETRICS_URL'] || undefined)
  const givenToken = options.token ?? (process.env['PEERMETRICS_TOKEN'] || undefined)
  const kept = givenUrl !== undefined && givenToken !== undefined ? undefined : readSignIn()
  const url = baseUrl(givenUrl ?? kept?.url ?? DEFAULT_URL)
  return { url, token: givenToken ?? (kept?.url === url ? kept.token : undefined) }
}

function baseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError(`${text} is no http(s) URL of a server`)
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

/** A typed client for one of the server's services. */
export function clientOf<Service extends DescService>(service: Service, { url, token }: Server): Client<Service> {
  const authorize: Interceptor = next => request => {
    if (token !== undefined) request.header.set('authorization', `Bearer ${token}`)
    return next(request)
  }
  const transport = createConnectTransport({
    baseUrl: url,
    httpVersion: '1.1',
    interceptors: [authorize],
    defaultTimeoutMs: CALL_LIMIT_MS,
  })
  return createClient(service, transport)
}
