import { missing } from '../domain/values/errors.ts'
import { appObject, organizationObject } from '../presentation/objects.ts'
import type { CallerContext } from '../services/access/caller-context.ts'
import { appRules, organizationRules } from '../services/access/rules.ts'
import { appList, createApp, deleteApp, getApp, resetAppKey, updateApp } from '../services/admin/apps.ts'
import {
  createOrganization,
  deleteOrganization,
  getOrganization,
  organizationList,
  updateOrganization,
} from '../services/admin/organizations.ts'
import { type List, readAll } from '../services/query/lists.ts'
import { createAppBody, createOrganizationBody, readFields, updateAppBody, updateOrganizationBody } from './bodies.ts'
import type { PrivateRoute, RouteRequest } from './route.ts'

/** The routes of dashboards and tools that change settings. */
export const adminRoutes: readonly PrivateRoute[] = [
  { method: 'GET', path: '/organizations', access: organizationRules.listOrganizations, handle: getOrganizations },
  { method: 'POST', path: '/organizations', access: organizationRules.createOrganization, handle: postOrganization },
  { method: 'PUT', path: '/organizations', access: organizationRules.changeNothing, handle: withoutId },
  { method: 'DELETE', path: '/organizations', access: organizationRules.changeNothing, handle: withoutId },
  { method: 'GET', path: '/organizations/:id', access: organizationRules.getOrganization, handle: getOrganizationById },
  { method: 'PUT', path: '/organizations/:id', access: organizationRules.updateOrganization, handle: putOrganization },
  {
    method: 'DELETE',
    path: '/organizations/:id',
    access: organizationRules.deleteOrganization,
    handle: removeOrganization,
  },
  { method: 'GET', path: '/apps', access: appRules.listApps, handle: getApps },
  { method: 'POST', path: '/apps', access: appRules.createApp, handle: postApp },
  { method: 'PUT', path: '/apps', access: appRules.changeNothing, handle: withoutId },
  { method: 'DELETE', path: '/apps', access: appRules.changeNothing, handle: withoutId },
  { method: 'GET', path: '/apps/:id', access: appRules.getApp, handle: getAppById },
  { method: 'PUT', path: '/apps/:id', access: appRules.updateApp, handle: putApp },
  { method: 'DELETE', path: '/apps/:id', access: appRules.deleteApp, handle: removeApp },
  {
    method: 'POST',
    path: '/apps/:id/reset-key',
    access: appRules.resetAppKey,
    handle: postResetKey,
    bodyIsOptional: true,
  },
]

/** What is answered where there is nothing to say. */
const NOTHING = ''

async function withoutId(): Promise<never> {
  throw missing('the id in the path')
}

async function whole<Row, Printed>(list: List<Row>, print: (row: Row) => Printed): Promise<{ data: Printed[] }> {
  const data: Printed[] = []
  for await (const rows of readAll(list)) data.push(...rows.map(print))
  return { data }
}

async function getOrganizations(context: CallerContext) {
  return await whole(organizationList(context), organizationObject)
}

async function postOrganization(context: CallerContext, { body }: RouteRequest) {
  const { name } = readFields(createOrganizationBody, body)
  return { data: organizationObject(await createOrganization(context, name)) }
}

async function getOrganizationById(context: CallerContext, { parameters }: RouteRequest) {
  return { data: organizationObject(await getOrganization(context, parameters['id'])) }
}

async function putOrganization(context: CallerContext, { body, parameters }: RouteRequest) {
  const { name } = readFields(updateOrganizationBody, body)
  return { data: organizationObject(await updateOrganization(context, parameters['id'], { name })) }
}

async function removeOrganization(context: CallerContext, { parameters }: RouteRequest) {
  await deleteOrganization(context, parameters['id'])
  return NOTHING
}

async function getApps(context: CallerContext) {
  return await whole(await appList(context), app => appObject(app, context.now))
}

async function postApp(context: CallerContext, { body }: RouteRequest) {
  const { organization: organizationId, name } = readFields(createAppBody, body)
  return { data: appObject(await createApp(context, { organizationId, name }), context.now) }
}

async function getAppById(context: CallerContext, { parameters }: RouteRequest) {
  return { data: appObject(await getApp(context, parameters['id']), context.now) }
}

async function putApp(context: CallerContext, { body, parameters }: RouteRequest) {
  const changes = readFields(updateAppBody, body)
  return { data: appObject(await updateApp(context, parameters['id'], changes), context.now) }
}

async function removeApp(context: CallerContext, { parameters }: RouteRequest) {
  await deleteApp(context, parameters['id'])
  return NOTHING
}

async function postResetKey(context: CallerContext, { parameters }: RouteRequest) {
  return { api_key: await resetAppKey(context, parameters['id']) }
}
