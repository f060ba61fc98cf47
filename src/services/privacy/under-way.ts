/** Longest time from the acceptance of a report to its commit, ms. */
export const UNDER_WAY_MS = 2000
