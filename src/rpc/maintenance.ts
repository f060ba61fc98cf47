import { durationMs } from '@bufbuild/protobuf/wkt'
import type { ServiceImpl } from '@connectrpc/connect'
import type { MaintenanceService } from '../../gen/peermetrics/admin/v1/maintenance_service_pb.js'
import { createBackup } from '../services/admin/create-backup.ts'
import { endStaleConferencesNow } from '../services/admin/end-stale-conferences.ts'
import { endConferenceNow, rebuildSummary } from '../services/admin/repair-calls.ts'
import { restoreApp, restoreOrganization } from '../services/admin/restore.ts'
import { getServerInfo } from '../services/admin/server-status.ts'
import { appMessage } from './convert/app.ts'
import { instantField } from './convert/fields.ts'
import { organizationMessage } from './convert/organization.ts'
import { engineMessages } from './convert/server.ts'
import { callerContextOf } from './request-context.ts'
import { requireFields } from './require-fields.ts'

/** The RPCs by which a superuser has maintenance done at once, and everybody learns what is running. */
export const maintenanceService: ServiceImpl<typeof MaintenanceService> = {
  async getServerInfo(_request, call) {
    const { version, engine, engineVersion, newestMigration, serverTime } = await getServerInfo(callerContextOf(call))
    return {
      version,
      engine: engineMessages[engine],
      engineVersion,
      newestMigration,
      serverTime: instantField(serverTime),
    }
  },

  async endStaleConferences({ dryRun, timeout }, call) {
    const timeoutMs = timeout && durationMs(timeout)
    const conferences = await endStaleConferencesNow(callerContextOf(call), { dryRun, timeoutMs })
    return {
      conferences: conferences.map(({ id, lastActivity }) => ({
        conferenceId: id,
        lastActivityTime: instantField(lastActivity),
      })),
    }
  },

  async endConference(request, call) {
    requireFields(request, 'conferenceId')
    return { ended: await endConferenceNow(callerContextOf(call), request.conferenceId) }
  },

  async rebuildSummary(request, call) {
    requireFields(request, 'conferenceId')
    await rebuildSummary(callerContextOf(call), request.conferenceId)
    return {}
  },

  async restoreApp(request, call) {
    requireFields(request, 'appId')
    const context = callerContextOf(call)
    return { app: appMessage(await restoreApp(context, request.appId), context.now) }
  },

  async restoreOrganization(request, call) {
    requireFields(request, 'organizationId')
    return {
      organization: organizationMessage(await restoreOrganization(callerContextOf(call), request.organizationId)),
    }
  },

  async *createBackup(_request, call) {
    for await (const data of createBackup(callerContextOf(call))) yield { data }
  },
}
