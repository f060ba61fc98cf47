/** Which web pages may read the answers of an operation. */
interface CorsPolicy {
  /** Any page, or only the server's own and those of ALLOWED_ORIGINS. */
  pages: 'any' | 'allowed'
  /** Whether pages of any origin may send cookies; allowed ones always may. */
  credentials: 'any' | 'allowed'
}

/** Kinds of operations, of both doors. */
const policies = {
  /** The token in the body is what admits, cookies are not looked at; but `sendBeacon` always sends them. */
  publicRoute: { pages: 'any', credentials: 'any' },
  publicRpc: { pages: 'any', credentials: 'allowed' },
  privateRoute: { pages: 'allowed', credentials: 'allowed' },
  privateRpc: { pages: 'allowed', credentials: 'allowed' },
} as const satisfies Record<string, CorsPolicy>

export type CorsKind = keyof typeof policies

/** Whether pages of an origin may read the answers. @param isAllowed whether it is the server's own, or an allowed one */
export const mayRead = (kind: CorsKind, isAllowed: boolean): boolean => isAllowed || policies[kind].pages === 'any'

/** CORS headers of every answer. Errors have them, too, or the page could not read them. */
export function corsHeaders(
  kind: CorsKind,
  { origin, isAllowed, exposed }: { origin: string | undefined; isAllowed: boolean; exposed: readonly string[] },
): Record<string, string> {
  if (origin === undefined || !mayRead(kind, isAllowed)) return { vary: 'Origin' }
  const maySendCredentials = isAllowed || policies[kind].credentials === 'any'
  return {
    'access-control-allow-origin': origin,
    ...(maySendCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    'access-control-expose-headers': exposed.join(', '),
    vary: 'Origin',
  }
}

/** Seconds for which browsers may remember the answer to a preflight. */
const PREFLIGHT_MAX_AGE_S = 86_400

/** Headers of an answer to a preflight: the methods, and whatever headers the page wants to send. */
export const preflightHeaders = (methods: readonly string[], requestedHeaders: string | undefined) => ({
  'access-control-allow-methods': methods.join(', '),
  'access-control-allow-headers': requestedHeaders ?? 'content-type',
  'access-control-max-age': String(PREFLIGHT_MAX_AGE_S),
})
