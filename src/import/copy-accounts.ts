import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../storage/engine/sql.ts'
import { convertApp } from './convert/app.ts'
import type { Row } from './convert/row.ts'
import { convertUser, memberships } from './convert/user.ts'
import type { ImportContext } from './import-context.ts'
import { ImportError } from './import-error.ts'
import type { SourceApp, SourceOrganization, SourceUser } from './source/rows.ts'
import type { SourceDatabase } from './source/source-database.ts'
import { inImportTransaction } from './target/bookkeeping.ts'
import { storeMemberships } from './target/links.ts'
import type { RowTable } from './target/rows.ts'
import { appTable, organizationTable, userTable } from './target/tables.ts'

/** Organizations, apps and users of the source, in order of creation. */
export interface SourceAccounts {
  organizations: SourceOrganization[]
  apps: SourceApp[]
  users: SourceUser[]
}

/**
 * @param appIds apps that are wanted, with their organizations and the people there; null: all
 * @throws ImportError for an app that does not exist
 */
export async function readAccounts(source: SourceDatabase, appIds: readonly string[] | null): Promise<SourceAccounts> {
  const all = await source.snapshot(async () => ({
    organizations: await source.query<SourceOrganization>(
      'select id, name, created_at, is_active from organization order by created_at, id',
    ),
    apps: await source.query<SourceApp>(
      `select id, organization_id, name, api_key, domain, interval, recording, durations_days, created_at, is_active
         from app order by created_at, id`,
    ),
    users: await source.query<SourceUser>(
      `select id, username, email, first_name, last_name, password, is_superuser, is_active, date_joined, last_login,
              organization_id
         from users order by date_joined, id`,
    ),
  }))
  if (appIds === null) return all
  const missing = appIds.filter(id => !all.apps.some(app => app.id === id))
  if (missing.length > 0) throw new ImportError(`The database to import from has no app ${missing.join(', ')}`)
  const apps = all.apps.filter(app => appIds.includes(app.id))
  const owners = new Set(apps.map(app => app.organization_id))
  return {
    apps,
    organizations: all.organizations.filter(({ id }) => owners.has(id)),
    users: all.users.filter(user => user.organization_id === null || owners.has(user.organization_id)),
  }
}

/** Apps whose key another app here has, with the name of that one. */
export const TAKEN_KEYS = `
  select wanted.id, app.name || ' (' || app.id || ')' as name
    from json_to_recordset($1::json) as wanted (id uuid, api_key text)
    join app on app.api_key = wanted.api_key and app.id <> wanted.id`

/** None of the calls of these apps can be imported. @returns name of the app that has the key, by app */
export async function findTakenKeys(em: EntityManager, apps: readonly SourceApp[]): Promise<Map<string, string>> {
  const keys = JSON.stringify(apps.map(({ id, api_key }) => ({ id, api_key })))
  const rows = await query<{ id: string; name: string }>(em, TAKEN_KEYS, [keys])
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Copies organizations, apps and users. @returns apps whose calls are to be copied */
export async function copyAccounts(
  { target, listing, progress }: ImportContext,
  { organizations, apps, users }: SourceAccounts,
): Promise<SourceApp[]> {
  return await inImportTransaction(target.em(), async em => {
    const taken = await findTakenKeys(em, apps)
    for (const app of apps.filter(({ id }) => taken.has(id))) {
      listing.fail(
        'app whose API key another app here has: reset the key of that one, then import again',
        `${app.name} (${app.id}) has the key of ${taken.get(app.id)}`,
      )
    }
    const kept = apps.filter(({ id }) => !taken.has(id))
    const store = async (name: string, table: RowTable, rows: readonly Row[]) => {
      const { differing } = await table.store(em, rows)
      for (const id of differing) listing.add(`${name} that was changed here: left as it is`, id)
    }
    await store('organization', organizationTable, organizations as unknown as Row[])
    await store(
      'app',
      appTable,
      kept.map(app => convertApp(app, listing)),
    )
    const owners = await addressOwners(em)
    await store(
      'user',
      userTable,
      users.map(user => convertUser(user, owners, listing)),
    )
    await storeMemberships(em, memberships(users))
    progress.add(organizations.length + kept.length + users.length)
    return kept
  })
}

async function addressOwners(em: EntityManager): Promise<Map<string, string>> {
  const rows = await query<{ id: string; email: string }>(em, 'select id, lower(email) as email from user_account')
  return new Map(rows.map(({ id, email }) => [email, id]))
}
