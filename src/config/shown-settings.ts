import type { Config } from './config.ts'

/** A database without the password that leads to it. */
function withoutPassword(url: string | null): string {
  if (url === null) return ''
  const shown = new URL(url)
  shown.password = ''
  // A password may be given as a parameter, too.
  shown.search = ''
  return shown.href
}

const onOff = (isOn: boolean): string => (isOn ? 'on' : 'off')

/** Settings in effect, by name of their environment variable: those that are safe to show. Empty: not set. */
export const shownSettings = (config: Config): Record<string, string> => ({
  HOST: config.host,
  PORT: String(config.port),
  WORKERS: String(config.workers),
  DRAIN_SECONDS: String(config.drainSeconds),
  OTEL_TRACES_SAMPLER_ARG: config.tracesRatio === null ? '' : String(config.tracesRatio),
  TLS_CERT_FILE: config.tls?.certFile ?? '',
  DATA_DIR: config.dataDir,
  DATABASE_URL: withoutPassword(config.databaseUrl),
  DATABASE_POOL_SIZE: String(config.databasePoolSize),
  DATABASE_WAIT_SECONDS: String(config.databaseWaitSeconds),
  DATABASE_READ_URL: withoutPassword(config.databaseReadUrl),
  DATABASE_READ_MAX_LAG_SECONDS: String(config.databaseReadMaxLagSeconds),
  WEB_DOMAIN: config.webDomain,
  PUBLIC_PATH: config.publicPath,
  STATS_INTERVAL_MS: String(config.statsIntervalMs),
  PRIVATE_API_AUTH: onOff(config.privateApiAuth),
  ALLOWED_ORIGINS: config.allowedOrigins.join(),
  ALLOWED_HOSTS: config.allowedHosts.join(),
  BODY_LIMIT_BYTES: String(config.bodyLimitBytes),
  RATE_LIMIT_PER_MINUTE: String(config.rateLimitPerMinute),
  TRUSTED_PROXIES: config.trustedProxies.join(),
  CLIENT_ADDRESSES: config.clientAddresses,
  GEOIP_DATABASE: config.geo.database ?? '',
  USE_EXTERNAL_GEOIP_PROVIDER: onOff(config.geo.ipstack !== null),
  CONFERENCE_TIMEOUT_HOURS: String(config.conferenceTimeoutHours),
  POST_CONFERENCE_CLEANUP: onOff(config.postConferenceCleanup),
  RETENTION_DAYS: String(config.retentionDays),
  LOG_LEVEL: config.logLevel,
})
