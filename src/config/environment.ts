import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { addressPolicies } from '../domain/privacy/address-policy.ts'
import { ipstackUrl } from '../geo/ipstack.ts'
import { type LocatingProxy, locatingProxies } from '../geo/proxy-headers.ts'
import { defaultLimits } from '../net/limits.ts'
import type { Config } from './config.ts'
import { type Environment, readGiven, secretFileNames } from './given-variables.ts'
import { acceptedProblems, MAKE_SECRET, secretProblems } from './secret-strength.ts'

const integer = (fallback: number, minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine(value => value >= minimum && value <= maximum, `must be between ${minimum} and ${maximum}`)
    .default(fallback)

/** In any letter case: the Python server has `True`. */
const flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false', '1', '0', 'on', 'off'], 'must be true or false'))
  .transform(value => ['true', '1', 'on'].includes(value))
  .default(false)

const isNetwork = (text: string) => {
  const [address = '', prefix, ...rest] = text.split('/')
  const version = isIP(address)
  const bits = prefix === undefined ? 0 : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN
  return rest.length === 0 && version !== 0 && bits <= (version === 4 ? 32 : 128)
}

const list = z.string().transform(text =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(Boolean),
)

const networks = list
  .refine(parts => parts.every(isNetwork), 'must be addresses or networks (10.0.0.0/8), separated by commas')
  .default([])

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text

const origins = list
  .refine(parts => parts.every(isOrigin), 'must be web origins (https://console.example.com), separated by commas')
  .default([])

const isHostName = (text: string) => /^[\w.-]+$/.test(text)

const hostNames = list
  .refine(parts => parts.every(isHostName), 'must be host names (calls.example.com), separated by commas')
  .default([])

const isLocatingProxy = (text: string): text is LocatingProxy => locatingProxies.some(proxy => proxy === text)

const proxies = list
  .transform(parts => (parts.join() === 'none' ? [] : parts))
  .refine(parts => parts.every(isLocatingProxy), `must be none, or some of ${locatingProxies.join()} in order`)
  .transform(parts => parts.filter(isLocatingProxy))
  .default([...locatingProxies])

/** The URL of a lookup, with `{}` or without. */
const isLookupUrl = (url: string) =>
  URL.canParse(url.replaceAll('{}', '')) && /^https?:$/.test(ipstackUrl({ url, accessKey: null }, '').protocol)

const isPostgresUrl = (text: string) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)

const postgresUrl = z.string().refine(isPostgresUrl, 'must be a postgres:// URL')

/** A host that stands in a URL as it is; IPv6 addresses in brackets. */
const isHost = (text: string) => /^(?:[\w.-]+|\[[\da-f:.]+\])$/i.test(text) && URL.canParse(`postgres://${text}/`)

const file = z.string().min(1)

/** Separated by blanks. A few: a token is tried with each. */
const secrets = z
  .string()
  .transform(text => text.split(/\s+/).filter(Boolean))
  .refine(parts => parts.length <= 4, 'must be at most 4, separated by blanks')
  .default([])

/** Part of a whole. */
const ratio = z
  .string()
  .regex(/^\d*\.?\d+$/, 'must be a number from 0 to 1')
  .transform(Number)
  .refine(value => value <= 1, 'must be a number from 0 to 1')
  .default(0.01)

/** `127.0.0.1:9464`, `[::1]:9464`. */
const listenAddress = z
  .string()
  .regex(/^(?:[\w.-]+|\[[\da-f:.]+\]):\d{1,5}$/i, 'must be an address with a port (127.0.0.1:9464)')
  .transform(text => {
    const colon = text.lastIndexOf(':')
    return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) }
  })
  .refine(({ port }) => port <= 65535, 'must have a port of at most 65535')

/** With a slash at both ends. */
const publicPath = z
  .string()
  .regex(/^\/(?:[\w.~-]+\/)*(?:[\w.~-]+)?$/, 'must be a path such as /metrics/')
  .transform(path => (path.endsWith('/') ? path : `${path}/`))
  .default('/')

const variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: integer(8081, 0, 65535),
  WORKERS: integer(availableParallelism(), 1, 256),
  DRAIN_SECONDS: integer(0, 0, 600),
  METRICS_ADDRESS: listenAddress.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }).optional(),
  OTEL_TRACES_SAMPLER_ARG: ratio,
  TLS_CERT_FILE: file.optional(),
  TLS_KEY_FILE: file.optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_HOST: z.string().refine(isHost, 'must be a host name or address').optional(),
  DATABASE_PORT: integer(5432, 1, 65535),
  DATABASE_USER: z.string().optional(),
  DATABASE_PASSWORD: z.string().optional(),
  DATABASE_NAME: z.string().optional(),
  DATABASE_POOL_SIZE: integer(10, 2, 1000),
  DATABASE_WAIT_SECONDS: integer(30, 0, 3600),
  DATABASE_READ_URL: postgresUrl.optional(),
  DATABASE_READ_MAX_LAG_SECONDS: integer(10, 1, 3600),
  INIT_TOKEN_SECRET: z.string().optional(),
  SESSION_TOKEN_SECRET: z.string().optional(),
  INIT_TOKEN_SECRET_ACCEPTED: secrets,
  SESSION_TOKEN_SECRET_ACCEPTED: secrets,
  WEB_DOMAIN: z
    .string()
    .regex(/^[^\s/]+$/, 'must be a host name, without scheme and path')
    .default('localhost:8081'),
  PUBLIC_PATH: publicPath,
  STATS_INTERVAL_MS: integer(10_000, 1000, 600_000),
  ADMIN_API_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  ADMIN_API_TOKEN_ACCEPTED: secrets.refine(
    tokens => tokens.every(token => token.length >= 16),
    'must have at least 16 characters each',
  ),
  PRIVATE_API_AUTH: z.enum(['on', 'off'], 'must be on or off').default('on'),
  ALLOWED_ORIGINS: origins,
  ALLOWED_HOSTS: hostNames,
  DEMO_API_KEY: z
    .string()
    .regex(/^[a-z0-9]{32}$/, 'must be 32 characters a–z, 0–9')
    .optional(),
  DEFAULT_ADMIN_USERNAME: z.string().max(64, 'must have at most 64 characters').default('admin'),
  DEFAULT_ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
  DEFAULT_ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
  BODY_LIMIT_BYTES: integer(1_048_576, 1024, 1_073_741_824),
  RATE_LIMIT_PER_MINUTE: integer(2000, 0, 1_000_000_000),
  TRUSTED_PROXIES: networks,
  CONFERENCE_TIMEOUT_HOURS: integer(4, 1, 744),
  POST_CONFERENCE_CLEANUP: flag,
  RETENTION_DAYS: integer(0, 0, 3650),
  CLIENT_ADDRESSES: z.enum(addressPolicies, `must be one of ${addressPolicies.join(', ')}`).default('full'),
  LOCATION_HEADERS: proxies,
  GEOIP_DATABASE: file.optional(),
  USE_EXTERNAL_GEOIP_PROVIDER: flag,
  IPSTACK_URL: z.string().refine(isLookupUrl, 'must be an http(s) URL').default('https://api.ipstack.com/'),
  IPSTACK_ACCESS_KEY: z.string().optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

/** Names of the variables of this server. */
export const variableNames: readonly string[] = [...Object.keys(variables.shape), ...secretFileNames]

/**
 * Reads the configuration from environment variables.
 * @throws Error whose message lists every problem
 */
export function readEnvironment(environment: Environment): Config {
  const { given, problems } = readGiven(environment)
  return parseVariables(given, { moreProblems: problems, warnings: [] })
}

/** @throws Error whose message lists every problem, those found elsewhere included, and everything suspicious */
export function parseVariables(
  given: Environment,
  { moreProblems, warnings }: { moreProblems: readonly string[]; warnings: readonly string[] },
): Config {
  const parsed = variables.safeParse(given)
  const wrong = parsed.success ? [] : parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
  const { INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET } = given
  const weak = [...secretProblems({ INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET }), ...acceptedProblems(given)]
  const problems = [...wrong, ...weak, ...combinationProblems(given), ...moreProblems]
  if (parsed.success && problems.length === 0) return toConfig(parsed.data)
  throw new Error([...listed('problem', problems), ...listed('warning', warnings)].join('\n'))
}

const listed = (what: string, texts: readonly string[]): string[] =>
  texts.length === 0 ? [] : [`The configuration has ${texts.length} ${what}(s):`, ...texts.map(text => `  ${text}`)]

type Variables = z.infer<typeof variables>

/** Mistakes of variables that are set together, whatever their values. */
function combinationProblems(v: Environment): string[] {
  const problems: string[] = []
  if (Boolean(v['TLS_CERT_FILE']) !== Boolean(v['TLS_KEY_FILE'])) {
    problems.push('TLS_CERT_FILE, TLS_KEY_FILE: give both or none')
  }
  if (v['DATABASE_URL'] && v['DATABASE_HOST']) problems.push('DATABASE_URL, DATABASE_HOST: give one of the two')
  if (v['DATABASE_HOST'] && !v['DATABASE_NAME']) problems.push('DATABASE_NAME: is needed with DATABASE_HOST')
  const asksOutside = flag.safeParse(v['USE_EXTERNAL_GEOIP_PROVIDER']).data
  if (asksOutside && !v['IPSTACK_ACCESS_KEY'] && !v['IPSTACK_URL']?.includes('access_key=')) {
    problems.push('IPSTACK_ACCESS_KEY: is needed with USE_EXTERNAL_GEOIP_PROVIDER')
  }
  if (v['DATABASE_URL'] ? isPostgresUrl(v['DATABASE_URL']) : v['DATABASE_HOST']) {
    for (const name of ['INIT_TOKEN_SECRET', 'SESSION_TOKEN_SECRET'] as const) {
      if (!v[name]) problems.push(`${name}: is needed with PostgreSQL, the same for all its servers; ${MAKE_SECRET}`)
    }
  }
  return problems
}

function databaseUrl(v: Variables): string | null {
  if (v.DATABASE_URL) return v.DATABASE_URL
  if (!v.DATABASE_HOST) return null
  const url = new URL(`postgres://${v.DATABASE_HOST}:${v.DATABASE_PORT}/${encodeURIComponent(v.DATABASE_NAME ?? '')}`)
  url.username = encodeURIComponent(v.DATABASE_USER ?? '')
  url.password = encodeURIComponent(v.DATABASE_PASSWORD ?? '')
  return url.href
}

const toConfig = (v: Variables): Config => ({
  host: v.HOST,
  port: v.PORT,
  workers: v.DATABASE_URL || v.DATABASE_HOST ? v.WORKERS : 1,
  tls: v.TLS_CERT_FILE && v.TLS_KEY_FILE ? { certFile: v.TLS_CERT_FILE, keyFile: v.TLS_KEY_FILE } : null,
  drainSeconds: v.DRAIN_SECONDS,
  metricsAddress: v.METRICS_ADDRESS ?? null,
  tracesRatio: v.OTEL_EXPORTER_OTLP_ENDPOINT ? v.OTEL_TRACES_SAMPLER_ARG : null,
  dataDir: v.DATA_DIR,
  databaseUrl: databaseUrl(v),
  databasePoolSize: v.DATABASE_POOL_SIZE,
  databaseWaitSeconds: v.DATABASE_WAIT_SECONDS,
  databaseReadUrl: v.DATABASE_READ_URL ?? null,
  databaseReadMaxLagSeconds: v.DATABASE_READ_MAX_LAG_SECONDS,
  initTokenSecret: v.INIT_TOKEN_SECRET ?? null,
  sessionTokenSecret: v.SESSION_TOKEN_SECRET ?? null,
  initTokenSecretsAccepted: v.INIT_TOKEN_SECRET_ACCEPTED,
  sessionTokenSecretsAccepted: v.SESSION_TOKEN_SECRET_ACCEPTED,
  webDomain: v.WEB_DOMAIN,
  publicPath: v.PUBLIC_PATH,
  statsIntervalMs: v.STATS_INTERVAL_MS,
  adminApiToken: v.ADMIN_API_TOKEN ?? null,
  adminApiTokensAccepted: v.ADMIN_API_TOKEN_ACCEPTED,
  privateApiAuth: v.PRIVATE_API_AUTH === 'on',
  allowedOrigins: v.ALLOWED_ORIGINS,
  allowedHosts: v.ALLOWED_HOSTS,
  defaultAdmin: {
    name: v.DEFAULT_ADMIN_USERNAME,
    email: v.DEFAULT_ADMIN_EMAIL ?? `${v.DEFAULT_ADMIN_USERNAME}@localhost`,
    password: v.DEFAULT_ADMIN_PASSWORD ?? null,
  },
  demoApiKey: v.DEMO_API_KEY ?? null,
  bodyLimitBytes: v.BODY_LIMIT_BYTES,
  rateLimitPerMinute: v.RATE_LIMIT_PER_MINUTE,
  limits: defaultLimits,
  trustedProxies: v.TRUSTED_PROXIES,
  clientAddresses: v.CLIENT_ADDRESSES,
  geo: {
    database: v.GEOIP_DATABASE ?? null,
    proxies: v.LOCATION_HEADERS,
    ipstack: v.USE_EXTERNAL_GEOIP_PROVIDER ? { url: v.IPSTACK_URL, accessKey: v.IPSTACK_ACCESS_KEY ?? null } : null,
  },
  conferenceTimeoutHours: v.CONFERENCE_TIMEOUT_HOURS,
  postConferenceCleanup: v.POST_CONFERENCE_CLEANUP,
  retentionDays: v.RETENTION_DAYS,
  logLevel: v.LOG_LEVEL,
})
