import type { CallerContext } from '../services/access/caller-context.ts'
import { getApp, updateApp } from '../services/admin/apps.ts'
import { readFields, updateAppBody } from './bodies.ts'
import { appObject } from './objects.ts'
import type { PrivateRoute, RouteRequest } from './route.ts'

/** The routes of dashboards and tools that change settings. */
export const adminRoutes: readonly PrivateRoute[] = [
  { method: 'GET', path: '/apps/:id', access: { scope: 'read', role: 'viewer' }, handle: getAppById },
  { method: 'PUT', path: '/apps/:id', access: { scope: 'write', role: 'member' }, handle: putApp },
]

async function getAppById(context: CallerContext, { parameters }: RouteRequest) {
  return { data: appObject(await getApp(context, parameters['id'] ?? ''), context.now) }
}

async function putApp(context: CallerContext, { body, parameters }: RouteRequest) {
  const changes = readFields(updateAppBody, body)
  return { data: appObject(await updateApp(context, parameters['id'] ?? '', changes), context.now) }
}
