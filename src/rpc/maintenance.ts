import { durationMs } from '@bufbuild/protobuf/wkt'
import type { ServiceImpl } from '@connectrpc/connect'
import type { MaintenanceService } from '../../gen/peermetrics/admin/v1/maintenance_service_pb.js'
import { createBackup } from '../services/admin/create-backup.ts'
import { endStaleConferencesNow } from '../services/admin/end-stale-conferences.ts'
import { getServerInfo } from '../services/admin/server-status.ts'
import { instantField } from './convert/fields.ts'
import { engineMessages } from './convert/server.ts'
import { callerContextOf } from './request-context.ts'

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

  async *createBackup(_request, call) {
    for await (const data of createBackup(callerContextOf(call))) yield { data }
  },
}
