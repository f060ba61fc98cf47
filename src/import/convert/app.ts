import { asObject } from '../../domain/values/json.ts'
import type { Listing } from '../listing.ts'
import type { SourceApp } from '../source/rows.ts'
import { parsed } from './json-column.ts'

const MAX_INTERVAL_MS = 3_600_000
const MIN_INTERVAL_MS = 1000

const apiKeyForm = /^[a-z0-9]{32}$/
/** Letters, digits and hyphens between dots, a port not among them. */
const domainForm = /^(?=.{1,255}$)[a-z\d_]([a-z\d_-]*[a-z\d_])?(\.[a-z\d_]([a-z\d_-]*[a-z\d_])?)*$/i

/** The row of an app. */
export function convertApp(app: SourceApp, listing: Listing): Record<string, unknown> {
  const about = `${app.name} (${app.id})`
  if (!apiKeyForm.test(app.api_key)) listing.add('app with an API key that no SDK can use', about)
  return {
    id: app.id,
    organization_id: app.organization_id,
    name: app.name,
    api_key: app.api_key,
    domain: domainOf(app.domain, about, listing),
    interval: intervalOf(app.interval),
    recording: app.recording,
    durations_days: JSON.stringify(durationsOf(app)),
    thresholds: '{}',
    is_active: app.is_active,
    created_at: app.created_at,
  }
}

function domainOf(domain: string | null, about: string, listing: Listing): string | null {
  if (domain === null || domain === '') return null
  if (domainForm.test(domain)) return domain
  listing.add('app with a domain that is no host name: pages of any host may report to it', `${about}: ${domain}`)
  return null
}

/** Small values are seconds: so an old documentation had it. */
const intervalOf = (value: number): number =>
  Math.min(Math.max(value < MIN_INTERVAL_MS ? value * 1000 : value, MIN_INTERVAL_MS), MAX_INTERVAL_MS)

/** Seconds of active connection by UTC day, those without any left out. */
const durationsOf = ({ durations_days }: SourceApp): Record<string, number> =>
  Object.fromEntries(
    Object.entries(asObject(parsed(durations_days))).flatMap(([day, seconds]) =>
      /^\d{4}-\d\d-\d\d$/.test(day) && typeof seconds === 'number' && seconds > 0 ? [[day, seconds]] : [],
    ),
  )
