import { type GeoLocation, geoLocation } from '../domain/call/geo-location.ts'
import { asObject } from '../domain/values/json.ts'
import { tracer } from '../telemetry/tracing.ts'

export interface IpstackOptions {
  /** The address takes the place of `{}`; without one it is added to the path. */
  url: string
  /** Null: the URL has it. */
  accessKey: string | null
}

/** Looks up the location of an address outside. @throws LookupFailed */
export type Lookup = (address: string, signal: AbortSignal) => Promise<GeoLocation>

/** Why there is no answer; names neither the address nor the key. */
export class LookupFailed extends Error {}

const TIMEOUT_MS = 5000

/** Looks addresses up at ipstack, or at what answers in the same form. https://ipstack.com/documentation */
export function ipstackLookup(options: IpstackOptions): Lookup {
  return async (address, signal) => {
    const answer = asObject(await fetchJson(ipstackUrl(options, address), signal))
    if (answer['success'] === false) {
      throw new LookupFailed(`refused: ${String(asObject(answer['error'])['type'] ?? 'no reason given')}`)
    }
    return geoLocation({
      countryCode: answer['country_code'],
      regionCode: answer['region_code'],
      city: answer['city'],
      latitude: answer['latitude'],
      longitude: answer['longitude'],
    })
  }
}

export function ipstackUrl({ url, accessKey }: IpstackOptions, address: string): URL {
  const encoded = encodeURIComponent(address)
  const filled = new URL(url.includes('{}') ? url.replaceAll('{}', encoded) : url)
  if (!url.includes('{}')) filled.pathname = `${filled.pathname.replace(/\/$/, '')}/${encoded}`
  if (accessKey !== null) filled.searchParams.set('access_key', accessKey)
  return filled
}

async function fetchJson(url: URL, signal: AbortSignal): Promise<unknown> {
  const span = tracer()?.outgoing('GET', url)
  let status: number | undefined
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
    const response = await fetch(url, { signal: limited, redirect: 'error', headers: span?.headers() ?? {} })
    status = response.status
    if (!response.ok) throw new LookupFailed(`HTTP ${response.status}`)
    return await response.json()
  } catch (error) {
    if (error instanceof LookupFailed) throw error
    throw new LookupFailed(reasonOf(error as Error))
  } finally {
    span?.end({ status })
  }
}

/** Messages of the HTTP client may quote the URL, and with it the key. */
function reasonOf({ name, cause }: Error): string {
  const { code } = (cause ?? {}) as { code?: unknown }
  if (name === 'TimeoutError') return `no answer within ${TIMEOUT_MS} ms`
  if (name === 'SyntaxError') return 'the answer is no JSON'
  return typeof code === 'string' ? code : 'the connection failed'
}
