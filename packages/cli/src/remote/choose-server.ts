import { UsageError } from '../failures.ts'
import type { Io } from '../io.ts'
import { readProfiles } from './profiles.ts'

/** How a command names its server. */
export interface ServerOptions {
  url?: string
  token?: string
  profile?: string
}

/** A server with the token for it. */
export interface Server {
  /** Without a slash at its end. */
  url: string
  token: string | undefined
}

export const DEFAULT_URL = 'http://127.0.0.1:8081'

/** By options, else by environment, else the kept one. A kept token goes to no server but its own. */
export function chooseServer(options: ServerOptions, env: Io['env']): Server {
  const profile = options.profile ?? (env['PEERMETRICS_PROFILE'] || undefined)
  // A profile that is named comes before the environment, and what stands beside it on the command line before it.
  const fromEnvironment = options.profile === undefined
  const givenUrl = options.url ?? (fromEnvironment ? env['PEERMETRICS_URL'] || undefined : undefined)
  const givenToken = options.token ?? (fromEnvironment ? env['PEERMETRICS_TOKEN'] || undefined : undefined)
  const kept = givenUrl !== undefined && givenToken !== undefined ? undefined : keptServer(profile, env)
  const url = baseUrl(givenUrl ?? kept?.url ?? DEFAULT_URL)
  return { url, token: usableToken(givenToken ?? (kept?.url === url ? kept.token : undefined)) }
}

function keptServer(profile: string | undefined, env: Io['env']): { url: string; token: string } | undefined {
  const { current, profiles } = readProfiles(env)
  const kept = profiles[profile ?? current]
  if (!kept && profile !== undefined) {
    throw new UsageError(`there is no profile ${profile}; "peermetrics profiles list" shows those that there are`)
  }
  return kept
}

/** Without a scheme: this machine is asked by HTTP, any other by HTTPS. */
export function baseUrl(text: string): string {
  const isBare = !/^[a-z][a-z\d+.-]*:\/\//i.test(text)
  const isHere = /^(?:localhost|127\.[\d.]+|\[::1\])(?::|\/|$)/i.test(text)
  const full = isBare ? `${isHere ? 'http' : 'https'}://${text}` : text
  const url = URL.canParse(full) ? new URL(full) : undefined
  const isUsable = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash
  if (!isUsable) throw new UsageError(`${text} is no http(s) URL of a server`)
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

function usableToken(token: string | undefined): string | undefined {
  if (token === undefined || /^[\x21-\x7e]+$/.test(token)) return token
  const what = /[\r\n]/.test(token) ? 'a line break' : 'a blank or a character that is not ASCII'
  throw new UsageError(token === '' ? 'the token is empty' : `the token has ${what}, which no token has`)
}
