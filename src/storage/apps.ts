import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from './sql.ts'

/** What ingestion needs to know of an app. */
export interface AppSettings {
  id: string
  domain: string | null
  /** Report period, in ms. */
  interval: number
  recording: boolean
  /** When its key was last replaced. */
  keyResetAt: string | null
}

const findApp = async (em: EntityManager, column: 'id' | 'api_key', value: string): Promise<AppSettings | undefined> =>
  (
    await query<AppSettings>(
      em,
      `select app.id, app.domain, app.interval, app.recording, app.key_reset_at as "keyResetAt"
         from app join organization on organization.id = app.organization_id
        where app.${column} = $1 and app.is_active and organization.is_active`,
      [value],
    )
  )[0]

/** The app of a key; undefined when there is none, or it or its organization was deleted. */
export const findAppByKey = (em: EntityManager, apiKey: string): Promise<AppSettings | undefined> =>
  findApp(em, 'api_key', apiKey)

/** The app, unless it or its organization was deleted. */
export const findAppById = (em: EntityManager, id: string): Promise<AppSettings | undefined> => findApp(em, 'id', id)

/** Adds to the seconds of active connection of a UTC day (`2026-05-05`), to the millisecond, and forgets the days before `oldestDay`. */
export async function addActiveSeconds(
  em: EntityManager,
  appId: string,
  { day, seconds, oldestDay }: { day: string; seconds: number; oldestDay: string },
): Promise<void> {
  await query(
    em,
    `update app
        set durations_days = (
          select coalesce(jsonb_object_agg(kept.key, kept.value), '{}')
            from (
              select key, value from jsonb_each(durations_days) where key >= $4 and key <> $2
              union all
              select $2, to_jsonb(round((coalesce((durations_days ->> $2)::double precision, 0) + $3::double precision)::numeric, 3))
            ) kept)
      where id = $1`,
    [appId, day, seconds, oldestDay],
  )
}
