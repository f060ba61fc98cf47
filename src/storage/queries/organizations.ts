import type { ScopedReader } from '../access/scoped-reader.ts'
import { App } from '../entities/app.ts'
import { Organization } from '../entities/organization.ts'
import { Conditions } from './conditions.ts'
import { type Listed, listEntities } from './list-rows.ts'
import type { PageQuery } from './page-query.ts'

export const readOrganizations = (reader: ScopedReader, pageQuery: PageQuery): Promise<Listed<Organization>[]> =>
  listEntities(reader, { entity: Organization, table: 'organization' }, { where: new Conditions() }, pageQuery)

/** @param organizationId undefined: of all organizations */
export const readApps = (
  reader: ScopedReader,
  organizationId: string | undefined,
  pageQuery: PageQuery,
): Promise<Listed<App>[]> =>
  listEntities(
    reader,
    { entity: App, table: 'app' },
    { where: new Conditions().equal({ organization_id: organizationId }) },
    pageQuery,
  )
