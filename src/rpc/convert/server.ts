import { durationFromMs, timestampFromMs } from '@bufbuild/protobuf/wkt'
import { DatabaseEngine as EngineMessage } from '../../../gen/peermetrics/admin/v1/maintenance_service_pb.js'
import { ProcessRole as RoleMessage } from '../../../gen/peermetrics/admin/v1/server_service_pb.js'
import type { DatabaseEngine } from '../../services/admin/installation.ts'
import type { ProcessRole, ServerProcess } from '../../services/admin/server-process.ts'
import type { ServerStatus } from '../../services/admin/server-status.ts'
import { instantField } from './fields.ts'
import { queueMessage } from './job.ts'

export const engineMessages: Record<DatabaseEngine, EngineMessage> = {
  embedded: EngineMessage.EMBEDDED,
  postgresql: EngineMessage.POSTGRESQL,
}

const roleMessages: Record<ProcessRole, RoleMessage> = {
  server: RoleMessage.SERVER,
  jobs: RoleMessage.JOBS,
  supervisor: RoleMessage.SUPERVISOR,
}

const processMessage = ({ role, pid, measurement }: ServerProcess) => ({
  role: roleMessages[role],
  pid,
  ...(measurement && {
    startTime: timestampFromMs(measurement.startedAt),
    residentBytes: BigInt(measurement.residentBytes),
    heapUsedBytes: BigInt(measurement.heapUsedBytes),
    eventLoopDelay: durationFromMs(Math.round(measurement.eventLoopDelayMs)),
  }),
})

/** The state of the server as the RPC shows it. */
export const serverStatusMessage = ({ installation, process, disk, ...status }: ServerStatus) => ({
  version: installation.version,
  startTime: instantField(installation.startedAt),
  workerCount: installation.workers,
  process: processMessage(process),
  processes: status.processes.map(processMessage),
  database: {
    engine: engineMessages[status.engine],
    engineVersion: status.engineVersion,
    newestMigration: status.newestMigration,
    sizeBytes: BigInt(status.databaseBytes),
  },
  partitions: status.partitions.map(({ name, day, rowEstimate, bytes }) => ({
    name,
    day: day ?? '',
    rowEstimate: BigInt(rowEstimate),
    sizeBytes: BigInt(bytes),
  })),
  queues: status.queues.map(queueMessage),
  ...(disk ? { dataDisk: { freeBytes: BigInt(disk.freeBytes), totalBytes: BigInt(disk.totalBytes) } } : {}),
  settings: { ...installation.settings },
})
