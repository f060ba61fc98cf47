import { checkedThresholds } from '../../domain/analysis/threshold-check.ts'
import { invalid } from '../../domain/values/errors.ts'

const DOMAIN_LENGTH = 255

/** ms between reports. Shorter would drown the page in getStats, longer would not show what happened. */
const INTERVAL_MS = { minimum: 1000, maximum: 3_600_000 }

/** Days; 0 leaves it to the server. */
const RETENTION_DAYS = { minimum: 0, maximum: 3650 }

/** A host name with at least one dot; RFC 1123 labels. */
const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i

/** Settings of an app that may change; undefined leaves one alone. */
export interface AppChanges {
  /** An empty name leaves the old one. */
  name?: string | undefined
  /** Empty: pages of any host may report. */
  domain?: string | undefined
  /** ms. */
  interval?: number | undefined
  recording?: boolean | undefined
  thresholds?: Record<string, number> | undefined
  /** 0: the server's own limit. */
  retentionDays?: number | undefined
}

/** @throws DomainError invalid_parameters naming the setting */
export function checkAppChanges({ domain, interval, thresholds, retentionDays }: AppChanges): void {
  if (domain && (domain.length > DOMAIN_LENGTH || !HOST_NAME.test(domain))) {
    throw invalid('domain must be a host name, without scheme, port and path', { field: 'domain' })
  }
  checkInteger('interval', interval, INTERVAL_MS)
  checkInteger('retention_days', retentionDays, RETENTION_DAYS)
  if (thresholds !== undefined) checkedThresholds(thresholds)
}

function checkInteger(name: string, value: number | undefined, bounds: { minimum: number; maximum: number }): void {
  if (value === undefined) return
  if (!Number.isInteger(value) || value < bounds.minimum || value > bounds.maximum) {
    throw invalid(`${name} must be a whole number from ${bounds.minimum} to ${bounds.maximum}`, { field: name })
  }
}
