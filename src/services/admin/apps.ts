import { v7 as uuidv7 } from 'uuid'
import { storableText } from '../../domain/values/json.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { App } from '../../storage/entities/app.ts'
import { readApps } from '../../storage/queries/organizations.ts'
import { audit } from '../access/audit.ts'
import type { CallerContext } from '../access/caller-context.ts'
import { ownApp, ownOrganization } from '../access/own.ts'
import { appRules } from '../access/rules.ts'
import type { List } from '../query/lists.ts'
import { newApiKey } from './api-keys.ts'
import { type AppChanges, checkAppChanges } from './app-settings.ts'
import { cutName } from './names.ts'

/** @throws DomainError organization_not_found, permission_denied, missing_parameters */
export async function createApp(
  context: CallerContext,
  { organizationId, name }: { organizationId: string | undefined; name: string },
): Promise<App> {
  const { id: organization } = await ownOrganization(context, organizationId, appRules.createApp)
  const app = {
    id: uuidv7(),
    organization,
    name: cutName(name),
    apiKey: newApiKey(),
    domain: null,
    interval: context.services.statsIntervalMs,
    recording: true,
    durationsDays: {},
    thresholds: {},
    retentionDays: null,
    keyResetAt: null,
    isActive: true,
    createdAt: context.now,
  }
  return await inTransaction(context.services.em(), async em => {
    audit(em, context, { action: 'create_app', subjectId: app.id, organizationId: organization })
    return em.create(App, app)
  })
}

/**
 * The caller's apps.
 * @param organizationId undefined: of all its organizations
 * @throws DomainError organization_not_found
 */
export async function appList(context: CallerContext, organizationId?: string | undefined): Promise<List<App>> {
  const rule = appRules.listAppsOfOrganization
  const id = organizationId ? (await ownOrganization(context, organizationId, rule)).id : undefined
  return {
    name: `apps ${id ?? ''}`,
    read: pageQuery => readApps(context.reader, id, pageQuery),
  }
}

/** @throws DomainError app_not_found */
export const getApp = (context: CallerContext, id: string | undefined): Promise<App> =>
  ownApp(context, id, appRules.getApp)

/** @throws DomainError app_not_found, permission_denied, invalid_parameters; nothing was changed then */
export async function updateApp(context: CallerContext, id: string | undefined, changes: AppChanges): Promise<App> {
  const { id: appId } = await ownApp(context, id, appRules.updateApp)
  checkAppChanges(changes)
  const { name, domain, interval, recording, thresholds, retentionDays } = changes
  return await inTransaction(context.services.em(), async em => {
    const app = await em.findOneOrFail(App, { id: appId })
    if (name) app.name = cutName(name)
    if (domain !== undefined) app.domain = storableText(domain)
    if (interval !== undefined) app.interval = interval
    if (recording !== undefined) app.recording = recording
    if (thresholds !== undefined) app.thresholds = thresholds
    if (retentionDays !== undefined) app.retentionDays = retentionDays || null
    audit(em, context, {
      action: 'update_app',
      subjectId: appId,
      organizationId: app.organization,
      data: JSON.parse(JSON.stringify(changes)),
    })
    return app
  })
}

/**
 * Hides an app with all that it owns, and stops its key and its running SDKs.
 * @throws DomainError app_not_found, permission_denied
 */
export async function deleteApp(context: CallerContext, id: string | undefined): Promise<void> {
  const { id: appId, organization } = await ownApp(context, id, appRules.deleteApp)
  await inTransaction(context.services.em(), async em => {
    const app = await em.findOneOrFail(App, { id: appId })
    app.isActive = false
    audit(em, context, { action: 'delete_app', subjectId: appId, organizationId: organization })
  })
}

/**
 * Replaces the key of an app. The old one stops working, and so do the tokens that SDKs got for it.
 * @throws DomainError app_not_found, permission_denied
 */
export async function resetAppKey(context: CallerContext, id: string | undefined): Promise<string> {
  const { id: appId, organization } = await ownApp(context, id, appRules.resetAppKey)
  const apiKey = newApiKey()
  await inTransaction(context.services.em(), async em => {
    const app = await em.findOneOrFail(App, { id: appId })
    app.apiKey = apiKey
    app.keyResetAt = context.now
    audit(em, context, { action: 'reset_app_key', subjectId: appId, organizationId: organization })
  })
  return apiKey
}
