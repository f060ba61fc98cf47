import { getApp, updateApp } from '../services/admin/apps.ts'
import { authenticateCaller } from '../services/caller.ts'
import type { ServiceContext } from '../services/context.ts'
import { readFields, updateAppBody } from './bodies.ts'
import { appObject } from './objects.ts'
import type { Route, RouteRequest } from './route.ts'

/** The routes of dashboards and tools that change settings. */
export const adminRoutes: readonly Route[] = [
  { method: 'GET', path: '/apps/:id', handle: getAppById },
  { method: 'PUT', path: '/apps/:id', handle: putApp },
]

async function getAppById(context: ServiceContext, { bearer, parameters, receivedAt }: RouteRequest) {
  const caller = authenticateCaller(context, bearer)
  return { data: appObject(await getApp(context, caller, parameters['id'] ?? ''), receivedAt) }
}

async function putApp(context: ServiceContext, { bearer, body, parameters, receivedAt }: RouteRequest) {
  const caller = authenticateCaller(context, bearer)
  const changes = readFields(updateAppBody, body)
  return { data: appObject(await updateApp(context, caller, parameters['id'] ?? '', changes), receivedAt) }
}
