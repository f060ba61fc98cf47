import { randomInt } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuidv7 } from 'uuid'
import { App } from '../storage/entities/app.ts'
import { Organization } from '../storage/entities/organization.ts'
import { query } from '../storage/sql.ts'

/** One creator at a time among all servers of a database. An arbitrary number that nothing else here uses. */
const FIRST_APP_LOCK = 7_316_202

const KEY_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
const KEY_LENGTH = 32

/** A fresh API key: 32 characters a–z, 0–9 (165 bits). */
export const newApiKey = (): string =>
  Array.from({ length: KEY_LENGTH }, () => KEY_CHARACTERS[randomInt(KEY_CHARACTERS.length)]).join('')

/**
 * Makes the demo organization and its app in an empty database, so that there is a key to try. A database that has an
 * organization is left alone.
 * @returns the key of the oldest app; undefined when no app is in use
 */
export async function ensureFirstApp(
  em: EntityManager,
  { apiKey, interval, now }: { apiKey: string; interval: number; now: Date },
): Promise<string | undefined> {
  return await em.transactional(async transaction => {
    await query(transaction, 'select pg_advisory_xact_lock($1)', [FIRST_APP_LOCK])
    const [oldest] = await transaction.find(App, { isActive: true }, { orderBy: { createdAt: 'asc' }, limit: 1 })
    if (oldest) return oldest.apiKey
    if ((await transaction.count(Organization)) > 0) return undefined
    const organization = transaction.create(Organization, {
      id: uuidv7(),
      name: 'Demo organization',
      isActive: true,
      createdAt: now,
    })
    transaction.create(App, {
      id: uuidv7(),
      organization: organization.id,
      name: 'Demo app',
      apiKey,
      domain: null,
      interval,
      recording: true,
      durationsDays: {},
      thresholds: {},
      retentionDays: null,
      isActive: true,
      createdAt: now,
    })
    return apiKey
  })
}
