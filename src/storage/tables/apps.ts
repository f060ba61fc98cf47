import type { EntityManager } from '@mikro-orm/postgresql'
import type { ReportingApp } from '../../domain/call/reporting-app.ts'
import type { GainedSeconds } from '../../domain/lifecycle/updated-call-times.ts'
import { prepared } from '../engine/prepared-statements.ts'
import { query } from '../engine/sql.ts'

/** Settings of an app that ingestion needs. */
export interface AppSettings extends ReportingApp {
  id: string
  /** Report period, in ms. */
  interval: number
}

const findApps = (column: 'id' | 'api_key', type: string) =>
  prepared(`
  select app.id, app.api_key as "apiKey", app.domain, app.interval, app.recording, app.key_reset_at as "keyResetAt"
    from app join organization on organization.id = app.organization_id
   where app.${column} = any($1::${type}[]) and app.is_active and organization.is_active`)

const BY_KEY = findApps('api_key', 'text')
const BY_ID = findApps('id', 'uuid')

/** The apps of some keys, by key, but for those that were deleted with or without their organization. */
export async function findAppsByKey(em: EntityManager, keys: readonly string[]): Promise<Map<string, AppSettings>> {
  const apps = await query<AppSettings & { apiKey: string }>(em, BY_KEY, [keys])
  return new Map(apps.map(app => [app.apiKey, app]))
}

/** Some apps by id, but for those that were deleted with or without their organization. */
export async function findAppsById(em: EntityManager, ids: readonly string[]): Promise<Map<string, AppSettings>> {
  const apps = await query<AppSettings>(em, BY_ID, [ids])
  return new Map(apps.map(app => [app.id, app]))
}

/**
 * Adds to the seconds of active connection of apps, to the millisecond, and forgets the days before `oldestDay`
 * (`2026-05-05`, UTC). Locks the apps, so it comes last in a transaction.
 */
export async function addActiveSeconds(
  em: EntityManager,
  gained: readonly GainedSeconds[],
  oldestDay: string,
): Promise<void> {
  const sums = new Map<string, GainedSeconds>()
  for (const one of gained) {
    const key = `${one.appId} ${one.day}`
    sums.set(key, { ...one, seconds: one.seconds + (sums.get(key)?.seconds ?? 0) })
  }
  for (const [, { appId, day, seconds }] of [...sums].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await query(em, ADD_SECONDS, [appId, day, seconds, oldestDay])
  }
}

const ADD_SECONDS = prepared(`
  update app
     set durations_days = (
       select coalesce(jsonb_object_agg(kept.key, kept.value), '{}')
         from (
           select key, value from jsonb_each(durations_days) where key >= $4 and key <> $2
           union all
           select $2, to_jsonb(round((coalesce((durations_days ->> $2)::double precision, 0) + $3::double precision)::numeric, 3))
         ) kept)
   where id = $1`)
