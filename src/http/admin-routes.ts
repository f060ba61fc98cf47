import { z } from 'zod'
import { missing } from '../domain/values/errors.ts'
import { appObject, organizationObject } from '../presentation/objects.ts'
import type { AccessRule } from '../services/access/access-rule.ts'
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
import * as answers from './answers.ts'
import * as bodies from './bodies.ts'
import { readFields } from './bodies.ts'
import type { PrivateRoute, RouteRequest } from './route.ts'

/** Answer without content. */
const NOTHING = ''

const organization = answers.dataOf(answers.organization)
const app = answers.dataOf(answers.app)

/** The routes of dashboards and tools that change settings. */
export const adminRoutes: readonly PrivateRoute[] = [
  {
    method: 'GET',
    path: '/organizations',
    summary: 'Lists organizations.',
    answer: answers.wholeListOf(answers.organization),
    access: organizationRules.listOrganizations,
    handle: getOrganizations,
  },
  {
    method: 'POST',
    path: '/organizations',
    summary: 'Makes an organization.',
    body: bodies.createOrganizationBody,
    answer: organization,
    errors: ['max_organizations_reached'],
    access: organizationRules.createOrganization,
    handle: postOrganization,
  },
  withoutId('PUT', '/organizations', organizationRules.changeNothing),
  withoutId('DELETE', '/organizations', organizationRules.changeNothing),
  {
    method: 'GET',
    path: '/organizations/:id',
    summary: 'Reads an organization.',
    answer: organization,
    errors: ['organization_not_found'],
    access: organizationRules.getOrganization,
    handle: getOrganizationById,
  },
  {
    method: 'PUT',
    path: '/organizations/:id',
    summary: 'Renames an organization.',
    body: bodies.updateOrganizationBody,
    answer: organization,
    errors: ['organization_not_found'],
    access: organizationRules.updateOrganization,
    handle: putOrganization,
  },
  {
    method: 'DELETE',
    path: '/organizations/:id',
    summary: 'Deletes an organization.',
    answer: answers.nothing,
    errors: ['organization_not_found'],
    access: organizationRules.deleteOrganization,
    handle: removeOrganization,
  },
  {
    method: 'GET',
    path: '/apps',
    summary: 'Lists apps.',
    answer: answers.wholeListOf(answers.app),
    access: appRules.listApps,
    handle: getApps,
  },
  {
    method: 'POST',
    path: '/apps',
    summary: 'Makes an app, with a fresh key.',
    body: bodies.createAppBody,
    answer: app,
    errors: ['organization_not_found'],
    access: appRules.createApp,
    handle: postApp,
  },
  withoutId('PUT', '/apps', appRules.changeNothing),
  withoutId('DELETE', '/apps', appRules.changeNothing),
  {
    method: 'GET',
    path: '/apps/:id',
    summary: 'Reads an app.',
    answer: app,
    errors: ['app_not_found'],
    access: appRules.getApp,
    handle: getAppById,
  },
  {
    method: 'PUT',
    path: '/apps/:id',
    summary: 'Changes an app; what is absent stays as it is.',
    body: bodies.updateAppBody,
    answer: app,
    errors: ['app_not_found'],
    access: appRules.updateApp,
    handle: putApp,
  },
  {
    method: 'DELETE',
    path: '/apps/:id',
    summary: 'Deletes an app.',
    answer: answers.nothing,
    errors: ['app_not_found'],
    access: appRules.deleteApp,
    handle: removeApp,
  },
  {
    method: 'POST',
    path: '/apps/:id/reset-key',
    summary: 'Gives an app another key; the old one is refused at once.',
    answer: answers.apiKeyAnswer,
    errors: ['app_not_found'],
    access: appRules.resetAppKey,
    handle: postResetKey,
    bodyIsOptional: true,
  },
]

/** A method of a path without the id that it needs: refused as the existing server refuses it. */
function withoutId(method: 'PUT' | 'DELETE', path: string, access: AccessRule): PrivateRoute {
  const handle = async () => {
    throw missing('the id in the path')
  }
  return { method, path, summary: 'Refused: the id is missing.', answer: z.never(), access, handle }
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
  const { name } = readFields(bodies.createOrganizationBody, body)
  return { data: organizationObject(await createOrganization(context, name)) }
}

async function getOrganizationById(context: CallerContext, { parameters }: RouteRequest) {
  return { data: organizationObject(await getOrganization(context, parameters['id'])) }
}

async function putOrganization(context: CallerContext, { body, parameters }: RouteRequest) {
  const { name } = readFields(bodies.updateOrganizationBody, body)
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
  const { organization: organizationId, name } = readFields(bodies.createAppBody, body)
  return { data: appObject(await createApp(context, { organizationId, name }), context.now) }
}

async function getAppById(context: CallerContext, { parameters }: RouteRequest) {
  return { data: appObject(await getApp(context, parameters['id']), context.now) }
}

async function putApp(context: CallerContext, { body, parameters }: RouteRequest) {
  const changes = readFields(bodies.updateAppBody, body)
  return { data: appObject(await updateApp(context, parameters['id'], changes), context.now) }
}

async function removeApp(context: CallerContext, { parameters }: RouteRequest) {
  await deleteApp(context, parameters['id'])
  return NOTHING
}

async function postResetKey(context: CallerContext, { parameters }: RouteRequest) {
  return { api_key: await resetAppKey(context, parameters['id']) }
}
