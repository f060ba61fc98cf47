import type { Thresholds } from '../thresholds.ts'

/** When a spell begins: so many of the last intervals hold, or all of the last ones for so long. */
export type Life = { holding: number; of: number } | { seconds: number }

export type LifeOf = (thresholds: Thresholds) => Life

/** "3 of 5". */
export const sustained: LifeOf = ({ raisedIntervals, windowIntervals }) => ({
  holding: raisedIntervals,
  of: windowIntervals,
})

/** The first interval that holds says enough. */
export const atOnce: LifeOf = () => ({ holding: 1, of: 1 })
