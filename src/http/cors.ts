/**
 * Any page may call the SDK routes, also with credentials (`sendBeacon` always sends them): the token in the body is what
 * admits. Errors carry these headers, too, or the SDK could not read them.
 */
export const corsHeaders = (origin: string | undefined): Record<string, string> =>
  origin === undefined
    ? { vary: 'Origin' }
    : {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'Retry-After, X-Error-Detail',
        vary: 'Origin',
      }

/** Seconds for which browsers may remember the answer to a preflight. */
const PREFLIGHT_MAX_AGE_S = 86_400

/** What a preflight for a route asks: its methods, and whatever headers the page wants to send. */
export const preflightHeaders = (methods: readonly string[], requestedHeaders: string | undefined) => ({
  'access-control-allow-methods': methods.join(', '),
  'access-control-allow-headers': requestedHeaders ?? 'content-type',
  'access-control-max-age': String(PREFLIGHT_MAX_AGE_S),
})
