import type { EventLoopDelay } from './event-loop-delay.ts'

/** What a process does: answers requests, carries out background jobs, or keeps the others running. */
export type ProcessRole = 'server' | 'jobs' | 'supervisor'

export interface ProcessMeasurement {
  /** ms since the epoch. */
  startedAt: number
  residentBytes: number
  heapUsedBytes: number
  eventLoopDelayMs: number
}

/** A process of the server. Processes send it to one another: it is the same after it was JSON. */
export interface ServerProcess {
  role: ProcessRole
  pid: number
  /** Absent: the process has not answered in time. */
  measurement?: ProcessMeasurement | undefined
}

/** Start of this process, ms since the epoch: one value, whatever is done to the clock. */
export const processStartedAt = Math.round(Date.now() - process.uptime() * 1000)

/** Measures this process. */
export function measureProcess(eventLoopDelay: EventLoopDelay): ProcessMeasurement {
  const { rss, heapUsed } = process.memoryUsage()
  return {
    startedAt: processStartedAt,
    residentBytes: rss,
    heapUsedBytes: heapUsed,
    eventLoopDelayMs: eventLoopDelay.read(),
  }
}
