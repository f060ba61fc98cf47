import type { Pool } from 'pg'

/** Connections of a pool to PostgreSQL. */
export interface PoolCounts {
  pool: string
  used: number
  idle: number
  /** Requests that wait for a connection. */
  waiting: number
}

export const countsOf = (name: string, { totalCount, idleCount, waitingCount }: Pool): PoolCounts => ({
  pool: name,
  used: totalCount - idleCount,
  idle: idleCount,
  waiting: waitingCount,
})
