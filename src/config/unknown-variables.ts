import { closestMatch } from 'leven'

/** Beginnings of names that nothing but a setting of this server has, or what was meant to be one. */
const families = [
  'DATABASE_',
  'TLS_',
  'DEFAULT_ADMIN_',
  'IPSTACK_',
  'INIT_TOKEN_',
  'SESSION_TOKEN_',
  'RETENTION_',
  'ALLOWED_',
  'TRUSTED_',
  'RATE_LIMIT_',
  'PRIVATE_API_',
]

/** Shorter names are like many others: HOME is no mistyped HOST. */
const MIN_LENGTH = 6

/** Names of which Kubernetes makes variables for each service: `DATABASE_SERVICE_HOST`, `DATABASE_PORT_5432_TCP_ADDR`. */
const ofService = /_SERVICE_(HOST|PORT)|_PORT_\d+_/

/** Variables of OpenSSL, which Node reads. */
const ofOpenSsl = ['SSL_CERT_FILE', 'SSL_CERT_DIR']

/** Letters that may be wrong: one in a short name, three in a long one, as TRUSTED_PROXY is short of TRUSTED_PROXIES. */
const maxDistance = (name: string): number => (name.length < 9 ? 1 : name.length < 12 ? 2 : 3)

/** Variables that look like one of this server's and are none. */
export function unknownVariables(given: readonly string[], known: readonly string[]): string[] {
  return given.flatMap(name => {
    const spelt = name.toUpperCase()
    if (known.includes(name) || ofService.test(spelt) || ofOpenSsl.includes(name)) return []
    const meant = known.includes(spelt) ? spelt : closestTo(spelt, known)
    if (meant !== undefined) return [`${name}: is not a variable of this server; did you mean ${meant}?`]
    return families.some(family => spelt.startsWith(family)) ? [`${name}: is not a variable of this server`] : []
  })
}

function closestTo(name: string, known: readonly string[]): string | undefined {
  if (name.length < MIN_LENGTH) return undefined
  const longer = name.length < 9 ? undefined : known.find(each => each.startsWith(name))
  return longer ?? closestMatch(name, known, { maxDistance: maxDistance(name) })
}
