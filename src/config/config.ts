import type { AddressPolicy } from '../domain/privacy/address-policy.ts'
import type { ClientLocatorOptions } from '../geo/client-locator.ts'
import type { Limits } from '../net/limits.ts'

/** Everything that can be set from outside, checked and complete. */
export interface Config {
  host: string
  port: number
  /** Processes that answer requests; 1 with the embedded database. */
  workers: number
  tls: { certFile: string; keyFile: string } | null
  /** Where metrics are served; null: nothing is measured. */
  metricsAddress: { host: string; port: number } | null
  /** Part of requests that are traced, 0 to 1; null: nothing is. */
  tracesRatio: number | null
  /** Time for which requests are still answered after SIGTERM, while the probes say that no more should come. */
  drainSeconds: number
  /** Folder of the embedded database; also of generated secrets. */
  dataDir: string
  /** PostgreSQL server; null: the embedded database. */
  databaseUrl: string | null
  databasePoolSize: number
  /** Standby that answers what may be some seconds old; null: none. */
  databaseReadUrl: string | null
  /** Largest accepted lag. */
  databaseReadMaxLagSeconds: number
  /** Most that a start waits for PostgreSQL. */
  databaseWaitSeconds: number
  /** Keys of the two JWTs; null: made and kept in `dataDir`. */
  initTokenSecret: string | null
  sessionTokenSecret: string | null
  /** Further keys, whose tokens are taken, too: of a key that comes, or goes. */
  initTokenSecretsAccepted: string[]
  sessionTokenSecretsAccepted: string[]
  /** Host of the web app, as in the links that `get-url` gives. */
  webDomain: string
  /** Path below which a reverse proxy publishes the server, with a slash at both ends. */
  publicPath: string
  /** Report period of new apps. */
  statsIntervalMs: number
  adminApiToken: string | null
  /** Further ones: of a token that comes, or goes. */
  adminApiTokensAccepted: string[]
  /** False: the private HTTP routes ask nobody who they are. */
  privateApiAuth: boolean
  /** Web origins beside the server's own whose pages may use what is private. */
  allowedOrigins: string[]
  /** Names under which the private HTTP routes are open where they ask nobody, beside addresses and loopback names. */
  allowedHosts: string[]
  /** The user that is made when there is none; without a password only in an embedded database, with a random one. */
  defaultAdmin: { name: string; email: string; password: string | null }
  demoApiKey: string | null
  bodyLimitBytes: number
  /** Requests per client address; 0: no limit. */
  rateLimitPerMinute: number
  /** Other limits of one client. */
  limits: Limits
  /** Addresses and networks (CIDR) whose forwarding headers are believed. */
  trustedProxies: string[]
  /** Part of clients' addresses that is kept. */
  clientAddresses: AddressPolicy
  /** Sources of clients' locations. */
  geo: ClientLocatorOptions
  /** Hours without a report after which an ongoing conference is ended. */
  conferenceTimeoutHours: number
  /** Whether the raw stats of a call are deleted once its summary is built. */
  postConferenceCleanup: boolean
  /** Days for which calls are kept; 0: for ever. An app can have its own. */
  retentionDays: number
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
}
