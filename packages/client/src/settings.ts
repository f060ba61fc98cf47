import { checkedToken } from './calls/credentials.ts'
import type { HeaderValues, PeerMetricsOptions, TokenSource } from './options.ts'

const DEFAULT_TIMEOUT_MS = 10_000

/** Options that were checked, with defaults in place of those that were not given. */
export interface Settings {
  /** Without a slash at its end. */
  baseUrl: string
  token: TokenSource | undefined
  timeoutMs: number
  retry: boolean
  headers: HeaderValues | undefined
}

/** @throws TypeError naming the option that cannot be used */
export function settingsOf(options: Omit<PeerMetricsOptions, 'fetch' | 'interceptors'>): Settings {
  const { baseUrl = environment('PEERMETRICS_URL'), token = environment('PEERMETRICS_TOKEN') } = options
  const { timeoutMs = DEFAULT_TIMEOUT_MS, retry = true, headers } = options
  if (!(timeoutMs >= 0)) throw new TypeError(`timeoutMs must be a number of milliseconds, 0 or more, not ${timeoutMs}`)
  return {
    baseUrl: checkedUrl(baseUrl),
    token: typeof token === 'string' ? checkedToken(token) : token,
    timeoutMs,
    retry,
    headers,
  }
}

function checkedUrl(text: string | undefined): string {
  if (!text) throw new TypeError('baseUrl is missing: give it, or set PEERMETRICS_URL')
  const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined
  if (!url) throw new TypeError(`baseUrl must be a URL such as https://calls.example.org, not ${JSON.stringify(text)}`)
  if (url.username || url.password) throw new TypeError('baseUrl must hold no user name and no password: give a token')
  if (url.search || url.hash) throw new TypeError(`baseUrl must end with its path, without "${url.search}${url.hash}"`)
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

/** An environment variable that is set, where there is an environment. */
function environment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } }
  return process?.env?.[name] || undefined
}
