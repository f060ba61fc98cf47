import type { EntityManager } from '@mikro-orm/postgresql'
import { DomainError, invalid } from '../../domain/errors.ts'
import { storableText } from '../../domain/json.ts'
import { parseUuid } from '../../domain/uuid.ts'
import { App } from '../../storage/entities/app.ts'
import { Organization } from '../../storage/entities/organization.ts'
import { inTransaction } from '../../storage/transaction.ts'
import type { CallerContext } from '../access/caller-context.ts'

const NAME_LENGTH = 64
const DOMAIN_LENGTH = 255

/** ms between reports. Shorter would drown the page in getStats, longer would not show what happened. */
const INTERVAL_MS = { minimum: 1000, maximum: 3_600_000 }

/** Days; 0 leaves it to the server. */
const RETENTION_DAYS = { minimum: 0, maximum: 3650 }

/** A host name with at least one dot; RFC 1123 labels. */
const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i

/** @throws DomainError app_not_found */
export async function getApp(context: CallerContext, id: string): Promise<App> {
  return await findApp(context.services.em(), id)
}

/** What may change; undefined leaves a setting alone. */
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

/** @throws DomainError app_not_found, invalid_parameters; nothing was changed then */
export async function updateApp(context: CallerContext, id: string, changes: AppChanges): Promise<App> {
  checkChanges(changes)
  const { name, domain, interval, recording, thresholds, retentionDays } = changes
  return await inTransaction(context.services.em(), async em => {
    const app = await findApp(em, id)
    if (name) app.name = storableText(name, NAME_LENGTH)
    if (domain !== undefined) app.domain = domain
    if (interval !== undefined) app.interval = interval
    if (recording !== undefined) app.recording = recording
    if (thresholds !== undefined) app.thresholds = thresholds
    if (retentionDays !== undefined) app.retentionDays = retentionDays || null
    return app
  })
}

async function findApp(em: EntityManager, id: string): Promise<App> {
  const uuid = parseUuid(id)
  const app = uuid ? await em.findOne(App, { id: uuid, isActive: true }) : null
  const organization = app && (await em.findOne(Organization, { id: app.organization, isActive: true }))
  if (!app || !organization) throw new DomainError('app_not_found')
  return app
}

function checkChanges({ domain, interval, thresholds, retentionDays }: AppChanges): void {
  if (domain && (domain.length > DOMAIN_LENGTH || !HOST_NAME.test(domain))) {
    throw invalid('domain must be a host name, without scheme, port and path')
  }
  checkInteger('interval', interval, INTERVAL_MS)
  checkInteger('retention_days', retentionDays, RETENTION_DAYS)
  for (const [name, value] of Object.entries(thresholds ?? {})) {
    if (!Number.isFinite(value)) throw invalid(`threshold ${name} must be a finite number`)
  }
}

function checkInteger(name: string, value: number | undefined, bounds: { minimum: number; maximum: number }): void {
  if (value === undefined) return
  if (!Number.isInteger(value) || value < bounds.minimum || value > bounds.maximum) {
    throw invalid(`${name} must be a whole number from ${bounds.minimum} to ${bounds.maximum}`)
  }
}
