export const HOUR_MS = 60 * 60 * 1000
export const DAY_MS = 24 * HOUR_MS

/** Seconds between two instants, with milliseconds. */
export const secondsBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 1000
