import type { EntityManager } from '@mikro-orm/postgresql'
import type { DataScope } from '../data-scope.ts'
import { query } from '../sql.ts'

/** All organizations and apps in use. */
export async function activeScope(em: EntityManager): Promise<DataScope> {
  const [row] = await query<DataScope>(
    em,
    `select coalesce((select array_agg(id) from organization where is_active), '{}') as "organizationIds",
            coalesce((select array_agg(app.id) from app join organization on organization.id = app.organization_id
                       where app.is_active and organization.is_active), '{}') as "appIds"`,
  )
  return row ?? { organizationIds: [], appIds: [] }
}
