import { useQuery } from '@connectrpc/connect-query'
import { DatabaseEngine } from '../../../gen/peermetrics/admin/v1/maintenance_service_pb.js'
import {
  type GetServerStatusResponse,
  type ServerProcess as ProcessMessage,
  ProcessRole,
  ServerService,
} from '../../../gen/peermetrics/admin/v1/server_service_pb.js'
import { durationMs, toMs } from './convert/time.ts'

/** How often the state of the server is asked for, ms. */
const REFRESH_MS = 5000

/** A process of the server. Sizes in bytes. */
export interface ServerProcess {
  role: 'server' | 'jobs' | 'supervisor' | 'unknown'
  pid: number
  /** Undefined: it has not answered in time. */
  measurement: { startedAt: number; residentBytes: number; heapBytes: number; eventLoopDelayMs: number } | undefined
}

/** How the server does. Sizes in bytes. */
export interface ServerStatus {
  version: string
  workerCount: number
  processes: ServerProcess[]
  engine: 'embedded' | 'postgresql'
  engineVersion: string
  newestMigration: string
  databaseBytes: number
  partitions: { name: string; day: string; rowEstimate: number; bytes: number }[]
  /** Undefined where it is not known. */
  disk: { freeBytes: number; totalBytes: number } | undefined
  settings: [name: string, value: string][]
}

const roles: Record<ProcessRole, ServerProcess['role']> = {
  [ProcessRole.UNSPECIFIED]: 'unknown',
  [ProcessRole.SERVER]: 'server',
  [ProcessRole.JOBS]: 'jobs',
  [ProcessRole.SUPERVISOR]: 'supervisor',
}

const toProcess = ({ role, pid, startTime, ...measured }: ProcessMessage): ServerProcess => ({
  role: roles[role],
  pid,
  measurement: startTime && {
    startedAt: toMs(startTime),
    residentBytes: Number(measured.residentBytes),
    heapBytes: Number(measured.heapUsedBytes),
    eventLoopDelayMs: durationMs(measured.eventLoopDelay),
  },
})

const toStatus = ({ database, dataDisk, ...status }: GetServerStatusResponse): ServerStatus => ({
  version: status.version,
  workerCount: status.workerCount,
  processes: status.processes.map(toProcess),
  engine: database?.engine === DatabaseEngine.POSTGRESQL ? 'postgresql' : 'embedded',
  engineVersion: database?.engineVersion ?? '',
  newestMigration: database?.newestMigration ?? '',
  databaseBytes: Number(database?.sizeBytes ?? 0),
  partitions: status.partitions.map(({ name, day, rowEstimate, sizeBytes }) => ({
    name,
    day,
    rowEstimate: Number(rowEstimate),
    bytes: Number(sizeBytes),
  })),
  disk: dataDisk && { freeBytes: Number(dataDisk.freeBytes), totalBytes: Number(dataDisk.totalBytes) },
  settings: Object.entries(status.settings).toSorted(([one], [other]) => (one < other ? -1 : 1)),
})

export const useServerStatus = () =>
  useQuery(ServerService.method.getServerStatus, {}, { refetchInterval: REFRESH_MS, select: toStatus })
