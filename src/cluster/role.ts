import type { Bootstrapped } from '../services/bootstrap.ts'

/** Roles of a supervised process: answer requests, or carry out background jobs. */
export type Role = 'server' | 'jobs'

/** Tells a process that was started by the supervisor its role. */
export const ROLE_VARIABLE = 'PEERMETRICS_ROLE'

/** Tells a server that it was replaced by another one: connections that it still has may bring a request. */
export const REPLACED = 'replaced'

/** Message of a process to its supervisor once it works. */
export interface Ready {
  /** Of a server: where it listens. */
  url: string | null
  /** Account and key for a first try. */
  first: Bootstrapped
}

export function roleOf(environment: Record<string, string | undefined>): Role | undefined {
  const role = environment[ROLE_VARIABLE]
  return role === 'server' || role === 'jobs' ? role : undefined
}
