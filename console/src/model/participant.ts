import type { Person, Quality } from './call.ts'

/** Calls by how they were. */
export type QualityCounts = Record<Quality, number>

/** A participant with what it did in the calls that are stored. */
export interface Participant extends Person {
  appId: string
  firstSeenAt: number
  /** Undefined: never reported by itself. */
  lastSeenAt: number | undefined
  callCount: number
  counts: QualityCounts
}

/** Counted up to so many. */
export const MAX_CALLS = 10_000

export const noCounts = (): QualityCounts => ({ good: 0, fair: 0, poor: 0, bad: 0, unjudged: 0 })
