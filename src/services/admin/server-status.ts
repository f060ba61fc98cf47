import { statfs } from 'node:fs/promises'
import { type DatabaseVersions, databaseSize, databaseVersions } from '../../storage/engine/database-facts.ts'
import { type PartitionSize, partitionSizes } from '../../storage/events/event-partitions.ts'
import type { CallerContext } from '../access/caller-context.ts'
import type { DatabaseEngine, Installation } from './installation.ts'
import { listQueues, type QueueCounts } from './jobs.ts'
import { measureProcess, type ProcessRole, type ServerProcess } from './server-process.ts'

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
  /** The one that answers. */
  process: ServerProcess
  /** Processes of the group, in the order of their roles. */
  processes: ServerProcess[]
  databaseBytes: number
  partitions: PartitionSize[]
  queues: QueueCounts[]
  /** Undefined: there is no data folder. */
  disk: { freeBytes: number; totalBytes: number } | undefined
}

/** State of the server: workers, database, partitions, queues, settings. */
export async function getServerStatus(context: CallerContext): Promise<ServerStatus> {
  const { installation, em } = context.services
  const own: ServerProcess = {
    role: 'server',
    pid: process.pid,
    measurement: measureProcess(installation.eventLoopDelay),
  }
  const others = installation.otherProcesses()
  return {
    ...(await getServerInfo(context)),
    installation,
    process: own,
    databaseBytes: await databaseSize(em()),
    partitions: await partitionSizes(em()),
    queues: await listQueues(context),
    disk: await diskSpace(installation.dataDir),
    processes: [own, ...(await others)].toSorted(byRole),
  }
}

const ROLES: readonly ProcessRole[] = ['supervisor', 'server', 'jobs']

const byRole = (one: ServerProcess, other: ServerProcess): number =>
  ROLES.indexOf(one.role) - ROLES.indexOf(other.role) || one.pid - other.pid

async function diskSpace(folder: string): Promise<ServerStatus['disk']> {
  try {
    const { bsize, bavail, blocks } = await statfs(folder)
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
  } catch {
    return undefined
  }
}
