import { randomBytes } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuidv7 } from 'uuid'
import { hashPassword } from '../auth/password-hash.ts'
import { lockBootstrap } from '../storage/access/locks.ts'
import { App } from '../storage/entities/app.ts'
import { Membership } from '../storage/entities/membership.ts'
import { Organization } from '../storage/entities/organization.ts'
import { User } from '../storage/entities/user.ts'

export interface Bootstrap {
  /** The demo app of an empty database; null: none is made. */
  demoApp: { apiKey: string; interval: number } | null
  /** The superuser of a database without users; null: none is made. Without a password it gets a random one. */
  admin: { email: string; name: string; password: string | null } | null
  now: Date
}

export interface Bootstrapped {
  /** Key of the oldest app; undefined when no app is in use. */
  apiKey: string | undefined
  /** The superuser that was made just now; the password only where it is a random one. */
  admin: { email: string; password: string | undefined } | undefined
  /** Whether there is a superuser who can sign in. */
  hasSuperuser: boolean
}

/**
 * Makes what a first try needs in a database that is empty so far: an organization with an app, and somebody who may sign
 * in. What is there already is left alone.
 */
export async function bootstrap(em: EntityManager, { demoApp, admin, now }: Bootstrap): Promise<Bootstrapped> {
  return await em.transactional(async transaction => {
    await lockBootstrap(transaction)
    const apiKey = await ensureApp(transaction, demoApp, now)
    const made = await ensureAdmin(transaction, admin, now)
    const superusers = await transaction.count(User, { isSuperuser: true, isActive: true })
    return { apiKey, admin: made, hasSuperuser: superusers > 0 }
  })
}

async function ensureApp(em: EntityManager, demoApp: Bootstrap['demoApp'], now: Date): Promise<string | undefined> {
  const [oldest] = await em.find(App, { isActive: true }, { orderBy: { createdAt: 'asc' }, limit: 1 })
  if (oldest || !demoApp || (await em.count(Organization)) > 0) return demoApp ? oldest?.apiKey : undefined
  const organization = em.create(Organization, {
    id: uuidv7(),
    name: 'Demo organization',
    isActive: true,
    createdAt: now,
  })
  em.create(App, {
    id: uuidv7(),
    organization: organization.id,
    name: 'Demo app',
    apiKey: demoApp.apiKey,
    domain: null,
    interval: demoApp.interval,
    recording: true,
    durationsDays: {},
    thresholds: {},
    retentionDays: null,
    keyResetAt: null,
    isActive: true,
    createdAt: now,
  })
  await em.flush()
  return demoApp.apiKey
}

async function ensureAdmin(em: EntityManager, admin: Bootstrap['admin'], now: Date): Promise<Bootstrapped['admin']> {
  if (!admin || (await em.count(User)) > 0) return undefined
  const password = admin.password ?? randomBytes(15).toString('base64url')
  const user = em.create(User, {
    id: uuidv7(),
    email: admin.email.toLowerCase(),
    name: admin.name,
    passwordHash: await hashPassword(password),
    passwordGenerated: admin.password === null,
    isSuperuser: true,
    isActive: true,
    createdAt: now,
  })
  await em.flush()
  const [organization] = await em.find(
    Organization,
    { isActive: true },
    { orderBy: { createdAt: 'asc', id: 'asc' }, limit: 1 },
  )
  if (organization) {
    em.create(Membership, { organization: organization.id, user: user.id, role: 'owner', createdAt: now })
  }
  return { email: user.email, password: admin.password === null ? password : undefined }
}
