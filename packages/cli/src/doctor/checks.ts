import { timestampMs } from '@bufbuild/protobuf/wkt'
import type { GetServerInfoResponse } from '@peermetrics/client/admin/v1'
import { createPeerMetrics, reasonOf } from '@peermetrics/client/node'
import type { CommonOptions, Context } from '../context.ts'
import { explain } from '../remote/explain.ts'
import { version } from '../version.ts'
import { allowedOrigin } from './cors.ts'
import { askHttp1, askHttp2 } from './protocols.ts'
import { certificateOf } from './tls.ts'

/** How one check went. */
export interface Finding {
  check: string
  ok: boolean
  detail: string
  /** What to do about it; empty when nothing. */
  advice: string
}

export interface DoctorOptions extends CommonOptions {
  key?: string
  origin?: string
}

/** A clock that differs by more than this makes times hard to compare, ms. */
const MAX_CLOCK_DIFFERENCE_MS = 5000

/** A certificate must hold for so many days more. */
const MIN_CERTIFICATE_DAYS = 14

const good = (check: string, detail: string): Finding => ({ check, ok: true, detail, advice: '' })
const bad = (check: string, detail: string, advice: string): Finding => ({ check, ok: false, detail, advice })

export async function* checks(context: Context<DoctorOptions>): AsyncGenerator<Finding> {
  const { server, options } = context
  const { url } = server
  const http = await attempt(() => askHttp1(url))
  yield http.ok
    ? good('HTTP/1.1', `${url} answers`)
    : bad('HTTP/1.1', http.detail, 'Is the server running, is the URL right, does a firewall stand between?')
  if (!http.ok) return
  yield* overHttp2(url)
  if (url.startsWith('https:')) yield await certificate(url)
  yield* asUser(context)
  if (options.key !== undefined) yield await key(context, options.key)
  if (options.origin !== undefined) yield await origin(url, options.origin)
}

async function* overHttp2(url: string): AsyncGenerator<Finding> {
  const http2 = await attempt(() => askHttp2(url))
  const how = url.startsWith('https:') ? 'by ALPN' : 'with prior knowledge'
  yield http2.ok
    ? good('HTTP/2', `answers ${how}`)
    : bad(
        'HTTP/2',
        http2.detail,
        'A proxy must speak HTTP/2 to clients and to the server; without it there is no gRPC.',
      )
  const grpc = await attempt(() =>
    createPeerMetrics({ baseUrl: url, token: () => undefined, retry: false }).maintenance.getServerInfo({}),
  )
  // A refusal is an answer.
  const isReached = grpc.ok || grpc.reason !== undefined
  yield isReached
    ? good('gRPC', 'answers')
    : bad(
        'gRPC',
        grpc.detail,
        'A proxy must pass gRPC on: nginx by grpc_pass, Envoy and Caddy by HTTP/2 to the server.',
      )
}

async function certificate(url: string): Promise<Finding> {
  const found = await attempt(() => certificateOf(url))
  if (!found.ok) return bad('TLS', found.detail, 'Is the certificate for this name, and its authority known here?')
  const days = Math.floor((found.value.validTo.getTime() - Date.now()) / 86_400_000)
  const detail = `${found.value.protocol}, the certificate holds until ${found.value.validTo.toISOString().slice(0, 10)}`
  return days >= MIN_CERTIFICATE_DAYS ? good('TLS', detail) : bad('TLS', `${detail}, ${days} days more`, 'Renew it.')
}

async function* asUser({ server, pm }: Context): AsyncGenerator<Finding> {
  if (!server.token) {
    yield bad('Sign-in', 'there is no token', 'Sign in with "peermetrics sign-in", or give --token.')
    return
  }
  const sentAt = Date.now()
  const info = await attempt(() => pm.maintenance.getServerInfo({}))
  if (!info.ok) {
    yield bad('Sign-in', info.detail, 'Sign in with "peermetrics sign-in", or give --token.')
    return
  }
  yield good('Sign-in', 'the server knows the token')
  yield clock(info.value, (sentAt + Date.now()) / 2)
  yield versions(info.value)
}

function clock({ serverTime }: GetServerInfoResponse, here: number): Finding {
  const difference = serverTime ? timestampMs(serverTime) - here : 0
  const detail = `the server is ${Math.abs(difference / 1000).toFixed(1)} s ${difference < 0 ? 'behind' : 'ahead'}`
  return Math.abs(difference) <= MAX_CLOCK_DIFFERENCE_MS
    ? good('Clock', detail)
    : bad('Clock', detail, 'Let both machines get the time by NTP.')
}

function versions({ version: ofServer }: GetServerInfoResponse): Finding {
  const detail = `server ${ofServer}, this program ${version}`
  const isSame = ofServer.split('.').slice(0, 2).join('.') === version.split('.').slice(0, 2).join('.')
  return isSame
    ? good('Version', detail)
    : bad('Version', detail, 'Update the older one: what the newer one knows may be missing there.')
}

/** Asks for a page of a conference that nobody has: the key is looked at first. */
async function key({ pm }: Context, apiKey: string): Promise<Finding> {
  const externalConferenceId = `doctor-${crypto.randomUUID()}`
  const asked = await attempt(() =>
    pm.ingest.getPageUrl({ apiKey, subject: { case: 'externalConferenceId', value: externalConferenceId } }),
  )
  if (asked.ok || asked.reason === 'conference_not_found') return good('API key', 'an app has it')
  const advice = 'Take the one that "peermetrics apps list" shows.'
  return bad('API key', asked.reason === 'invalid_api_key' ? 'no app has it' : asked.detail, advice)
}

async function origin(url: string, given: string): Promise<Finding> {
  const allowed = await attempt(() => allowedOrigin(url, given))
  if (allowed.ok && (allowed.value === '*' || allowed.value === given))
    return good('CORS', `pages of ${given} may report`)
  const detail = allowed.ok ? `pages of ${given} may not report` : allowed.detail
  return bad(
    'CORS',
    detail,
    'A proxy before the server must leave its access-control headers and OPTIONS requests alone.',
  )
}

type Attempt<Value> = { ok: true; value: Value } | { ok: false; detail: string; reason: string | undefined }

async function attempt<Value>(action: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { ok: true, value: await action() }
  } catch (error) {
    return { ok: false, detail: explain(error), reason: reasonOf(error) }
  }
}
