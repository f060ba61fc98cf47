import { missing } from '../domain/values/errors.ts'
import { appObject, organizationObject } from '../presentation/objects.ts'
import type { AccessRule } from '../services/access/access-rule.ts'
import type { CallerContext } from '../services/access/caller-context.ts'
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

const reads: AccessRule = { scope: 'read', role: 'viewer' }
const readsOwn: AccessRule = { scope: 'read', role: 'user' }
const changesApps: AccessRule = { scope: 'write', role: 'member' }
const deletesApps: AccessRule = { scope: 'write', role: 'owner' }
const owns: AccessRule = { scope: 'admin', role: 'owner' }

/** The id in the path was forgotten: nothing says whose role it would need. */
const namesNothing = (scope: 'write' | 'admin'): AccessRule => ({ scope, role: 'user' })

/** The routes of dashboards and tools that change settings. */
export const adminRoutes: readonly PrivateRoute[] = [
  { method: 'GET', path: '/organizations', access: readsOwn, handle: getOrganizations },
  { method: 'POST', path: '/organizations', access: { scope: 'admin', role: 'user' }, handle: postOrganization },
  { method: 'PUT', path: '/organizations', access: namesNothing('admin'), handle: withoutId },
  { method: 'DELETE', path: '/organizations', access: namesNothing('admin'), handle: withoutId },
  { method: 'GET', path: '/organizations/:id', access: reads, handle: getOrganizationById },
  { method: 'PUT', path: '/organizations/:id', access: owns, handle: putOrganization },
  { method: 'DELETE', path: '/organizations/:id', access: owns, handle: removeOrganization },
  { method: 'GET', path: '/apps', access: readsOwn, handle: getApps },
  { method: 'POST', path: '/apps', access: changesApps, handle: postApp },
  { method: 'PUT', path: '/apps', access: namesNothing('write'), handle: withoutId },
  { method: 'DELETE', path: '/apps', access: namesNothing('write'), handle: withoutId },
  { method: 'GET', path: '/apps/:id', access: reads, handle: getAppById },
  { method: 'PUT', path: '/apps/:id', access: changesApps, handle: putApp },
  { method: 'DELETE', path: '/apps/:id', access: deletesApps, handle: removeApp },
  { method: 'POST', path: '/apps/:id/reset-key', access: changesApps, handle: postResetKey, bodyIsOptional: true },
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
