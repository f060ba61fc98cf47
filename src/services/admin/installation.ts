import type { EventLoopDelay } from './event-loop-delay.ts'
import type { ServerProcess } from './server-process.ts'

export type DatabaseEngine = 'embedded' | 'postgresql'

/** Facts that this process knows of the server that it belongs to. */
export interface Installation {
  version: string
  engine: DatabaseEngine
  startedAt: Date
  /** Processes that answer requests. */
  workers: number
  dataDir: string
  /** By name of the environment variable; nothing secret. */
  settings: Readonly<Record<string, string>>
  eventLoopDelay: EventLoopDelay
  /** Processes of the server beside this one, at this moment. */
  otherProcesses(): Promise<ServerProcess[]>
}
