import type { Thresholds } from '../thresholds.ts'

/**
 * When an episode begins: so many seconds of the last ones hold, or all of them for so long without a break. Seconds, not
 * intervals: trouble is as long at whatever period pages report.
 */
export type RaiseRule = { holdingSeconds: number; ofSeconds: number } | { unbrokenSeconds: number }

export type RaiseRuleOf = (thresholds: Thresholds) => RaiseRule

/** "3 of 5" intervals of 5 s. */
export const sustained: RaiseRuleOf = ({ raisedSeconds, windowSeconds }) => ({
  holdingSeconds: raisedSeconds,
  ofSeconds: windowSeconds,
})

/** The first interval that holds says enough. */
export const atOnce: RaiseRuleOf = () => ({ holdingSeconds: 0, ofSeconds: 1 })
