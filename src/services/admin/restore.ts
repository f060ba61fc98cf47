import { DomainError } from '../../domain/values/errors.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { App } from '../../storage/entities/app.ts'
import { Organization } from '../../storage/entities/organization.ts'
import { audit } from '../access/audit.ts'
import type { CallerContext } from '../access/caller-context.ts'

/**
 * Brings a deleted app back, with its key and all that it owns. It stays hidden while its organization is.
 * @throws DomainError app_not_found
 */
export async function restoreApp(context: CallerContext, id: string): Promise<App> {
  const uuid = parseUuid(id)
  return await inTransaction(context.services.em(), async em => {
    const app = uuid ? await em.findOne(App, { id: uuid }) : null
    if (!app) throw new DomainError('app_not_found')
    if (app.isActive) return app
    app.isActive = true
    audit(em, context, { action: 'restore_app', subjectId: app.id, organizationId: app.organization })
    return app
  })
}

/**
 * Brings a deleted organization back, with those of its apps that were not deleted themselves.
 * @throws DomainError organization_not_found
 */
export async function restoreOrganization(context: CallerContext, id: string): Promise<Organization> {
  const uuid = parseUuid(id)
  return await inTransaction(context.services.em(), async em => {
    const organization = uuid ? await em.findOne(Organization, { id: uuid }) : null
    if (!organization) throw new DomainError('organization_not_found')
    if (organization.isActive) return organization
    organization.isActive = true
    audit(em, context, {
      action: 'restore_organization',
      subjectId: organization.id,
      organizationId: organization.id,
    })
    return organization
  })
}
