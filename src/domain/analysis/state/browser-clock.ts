import { CLOCK_SET_BACK_MS } from '../../stats/difference.ts'

/** How the clock of a page stands to ours: what its reports that came fastest show. */
export interface BrowserClock {
  /** Event time minus the browser's time, ms. Any size: clocks may be a year off. */
  offsetMs: number
  /** Event time of the last report, ms since the epoch. */
  at: number
}

/** How far clocks may drift apart: 1 ms a second, ten times what quartz does. */
const DRIFT = 0.001

/**
 * When a report was taken, in event time. A request that a network outage held back has the time of its arrival as event
 * time; the browser's own time, by the offset of earlier reports, says better.
 * @param timestamp of the report by the browser's clock, ms
 * @param at its event time
 */
export function placeReport(
  clock: BrowserClock | null,
  timestamp: number,
  at: number,
): { placedAt: number; clock: BrowserClock } {
  const offsetMs = at - timestamp
  if (!clock) return { placedAt: at, clock: { offsetMs, at } }
  const believed = clock.offsetMs + DRIFT * Math.max(at - clock.at, 0)
  const wasSet = offsetMs - believed > CLOCK_SET_BACK_MS
  const used = wasSet ? offsetMs : Math.min(offsetMs, believed)
  return { placedAt: Math.round(timestamp + used), clock: { offsetMs: used, at: Math.max(at, clock.at) } }
}
