import type { ServiceImpl } from '@connectrpc/connect'
import type { AppService, UpdateAppRequest } from '../../gen/peermetrics/admin/v1/app_service_pb.js'
import { listThresholds } from '../domain/analysis/threshold-facts.ts'
import { issueText } from '../domain/issues/issue-kind.ts'
import { missing } from '../domain/values/errors.ts'
import type { AppChanges } from '../services/admin/app-settings.ts'
import { appList, createApp, deleteApp, getApp, resetAppKey, updateApp } from '../services/admin/apps.ts'
import { readPage } from '../services/query/lists.ts'
import { appMessage } from './convert/app.ts'
import { pageRequest } from './convert/list-request.ts'
import { callerContextOf } from './request-context.ts'

/** The RPCs by which the apps of organizations are managed. */
export const appService: ServiceImpl<typeof AppService> = {
  async createApp({ organizationId, name }, call) {
    const context = callerContextOf(call)
    return { app: appMessage(await createApp(context, { organizationId, name }), context.now) }
  },

  async getApp({ appId }, call) {
    const context = callerContextOf(call)
    return { app: appMessage(await getApp(context, appId), context.now) }
  },

  async listApps(request, call) {
    const context = callerContextOf(call)
    const list = await appList(context, request.organizationId || undefined)
    const { rows, nextToken } = await readPage(context, list, pageRequest(request))
    return { apps: rows.map(app => appMessage(app, context.now)), nextPageToken: nextToken }
  },

  async updateApp(request, call) {
    const context = callerContextOf(call)
    return { app: appMessage(await updateApp(context, request.appId, appChanges(request)), context.now) }
  },

  async deleteApp({ appId }, call) {
    await deleteApp(callerContextOf(call), appId)
    return {}
  },

  async listThresholds() {
    const thresholds = listThresholds().map(({ codes, ...threshold }) => ({
      ...threshold,
      issueCodes: [...codes],
      issueTitles: codes.map(code => issueText(code).title),
    }))
    return { thresholds }
  },

  async resetAppKey({ appId }, call) {
    return { apiKey: await resetAppKey(callerContextOf(call), appId) }
  },
}

function appChanges(request: UpdateAppRequest): AppChanges {
  if (request.name === '') throw missing('name')
  return {
    name: request.name,
    domain: request.domain,
    interval: request.statsIntervalMs,
    recording: request.recording,
    thresholds: request.thresholds?.values,
    retentionDays: request.retentionDays,
  }
}
