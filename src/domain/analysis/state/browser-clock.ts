import { CLOCK_SET_BACK_MS } from '../../stats/difference.ts'

/** Offset of a page's clock from ours, by its fastest reports. */
export interface BrowserClock {
  /** Event time minus the browser's time, ms. Any size: clocks may be a year off. */
  offsetMs: number
  /** Event time of the last report, ms since the epoch. */
  at: number
  /** A later offset that reports keep to, and how many in a row; null when the last one came as fast as ever. */
  later: { offsetMs: number; count: number; at: number } | null
}

/** Most that clocks drift apart: 1 ms a second, ten times what quartz does. */
const DRIFT = 0.001

/** Offsets this close are the same: what a request takes varies by so much, ms. */
const SAME_MS = 1000

/** After so many reports with the same offset, at least this long apart in all, it is the clock that lags, ms. */
const SETTLED_REPORTS = 3
const SETTLED_MS = 8000

/**
 * When a report was taken, in event time. A request that a network outage held back has the time of its arrival as event
 * time; the browser's own time, by the offset of earlier reports, says better. Reports that were held back arrive together,
 * each less late than the one before; an offset that stays is the clock, which stands still while a machine sleeps.
 * @param timestamp of the report by the browser's clock, ms
 * @param at its event time
 */
export function placeReport(
  clock: BrowserClock | null,
  timestamp: number,
  at: number,
): { placedAt: number; clock: BrowserClock } {
  const offsetMs = at - timestamp
  const set = (offset: number): { placedAt: number; clock: BrowserClock } => ({
    placedAt: Math.round(timestamp + offset),
    clock: { offsetMs: offset, at: Math.max(at, clock?.at ?? at), later: null },
  })
  if (!clock) return { placedAt: at, clock: { offsetMs, at, later: null } }
  const believed = clock.offsetMs + DRIFT * Math.max(at - clock.at, 0)
  if (offsetMs - believed > CLOCK_SET_BACK_MS || offsetMs <= believed + SAME_MS) return set(nearest(offsetMs, believed))
  const later = laterOffset(clock, offsetMs, at)
  if (later.count >= SETTLED_REPORTS && at - later.at >= SETTLED_MS) return set(later.offsetMs)
  const { placedAt, clock: kept } = set(believed)
  return { placedAt, clock: { ...kept, later } }
}

/** A clock that was set is followed at once; else the fastest report counts. */
const nearest = (offsetMs: number, believed: number) =>
  offsetMs - believed > CLOCK_SET_BACK_MS ? offsetMs : Math.min(offsetMs, believed)

function laterOffset({ later }: BrowserClock, offsetMs: number, at: number): NonNullable<BrowserClock['later']> {
  if (!later || Math.abs(later.offsetMs - offsetMs) > SAME_MS) return { offsetMs, count: 1, at }
  return { offsetMs: Math.min(later.offsetMs, offsetMs), count: later.count + 1, at: later.at }
}
