import { useQuery } from '@connectrpc/connect-query'
import { DatabaseEngine } from '../../../gen/peermetrics/admin/v1/maintenance_service_pb.js'
import { type GetServerStatusResponse, ServerService } from '../../../gen/peermetrics/admin/v1/server_service_pb.js'
import { durationMs, optionalMs } from './convert/time.ts'

/** How often the state of the server is asked for, ms. */
const REFRESH_MS = 5000

/** How the server does. Sizes in bytes. */
export interface ServerStatus {
  version: string
  startedAt: number | undefined
  workerCount: number
  residentBytes: number
  heapBytes: number
  eventLoopDelayMs: number
  engine: 'embedded' | 'postgresql'
  engineVersion: string
  newestMigration: string
  databaseBytes: number
  partitions: { name: string; day: string; rowEstimate: number; bytes: number }[]
  /** Undefined where it is not known. */
  disk: { freeBytes: number; totalBytes: number } | undefined
  settings: [name: string, value: string][]
}

const toStatus = ({ process, database, dataDisk, ...status }: GetServerStatusResponse): ServerStatus => ({
  version: status.version,
  startedAt: optionalMs(status.startTime),
  workerCount: status.workerCount,
  residentBytes: Number(process?.residentBytes ?? 0),
  heapBytes: Number(process?.heapUsedBytes ?? 0),
  eventLoopDelayMs: durationMs(process?.eventLoopDelay),
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
