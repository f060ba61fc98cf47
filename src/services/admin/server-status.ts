import { statfs } from 'node:fs/promises'
import { type DatabaseVersions, databaseSize, databaseVersions } from '../../storage/engine/database-facts.ts'
import { type PartitionSize, partitionSizes } from '../../storage/events/event-partitions.ts'
import type { CallerContext } from '../access/caller-context.ts'
import type { DatabaseEngine, Installation } from './installation.ts'
import { listQueues, type QueueCounts } from './jobs.ts'

export interface ServerInfo extends DatabaseVersions {
  version: string
  engine: DatabaseEngine
  serverTime: Date
}

/** Version of the server, engine and schema. */
export async function getServerInfo({ services, now }: CallerContext): Promise<ServerInfo> {
  const { version, engine } = services.installation
  return { version, engine, serverTime: now, ...(await databaseVersions(services.em())) }
}

export interface ServerStatus extends ServerInfo {
  installation: Installation
  process: { pid: number; residentBytes: number; heapUsedBytes: number; eventLoopDelayMs: number }
  databaseBytes: number
  partitions: PartitionSize[]
  queues: QueueCounts[]
  /** Undefined: there is no data folder. */
  disk: { freeBytes: number; totalBytes: number } | undefined
}

/** State of the server: workers, database, partitions, queues, settings. */
export async function getServerStatus(context: CallerContext): Promise<ServerStatus> {
  const { installation, em } = context.services
  const { rss, heapUsed } = process.memoryUsage()
  return {
    ...(await getServerInfo(context)),
    installation,
    process: {
      pid: process.pid,
      residentBytes: rss,
      heapUsedBytes: heapUsed,
      eventLoopDelayMs: installation.eventLoopDelay.read(),
    },
    databaseBytes: await databaseSize(em()),
    partitions: await partitionSizes(em()),
    queues: await listQueues(context),
    disk: await diskSpace(installation.dataDir),
  }
}

async function diskSpace(folder: string): Promise<ServerStatus['disk']> {
  try {
    const { bsize, bavail, blocks } = await statfs(folder)
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
  } catch {
    return undefined
  }
}
