import { DAY_MS, secondsBetween } from '../values/time.ts'

/** When a connection was open; `end` is null while it is. */
export interface Span {
  start: Date
  end: Date | null
}

/** Days for which an app keeps seconds of active connection, today included. */
const DAYS_KEPT = 31

/**
 * The runs of a call: the times in which at least one of some connections was open, in order. Times between runs do not
 * count as call. Only the last run can be open.
 */
function runsOf(spans: readonly Span[]): Span[] {
  const runs: { start: number; end: number }[] = []
  for (const span of [...spans].sort((a, b) => a.start.getTime() - b.start.getTime())) {
    const start = span.start.getTime()
    const end = span.end?.getTime() ?? Number.POSITIVE_INFINITY
    const last = runs.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else runs.push({ start, end })
  }
  return runs.map(({ start, end }) => ({ start: new Date(start), end: Number.isFinite(end) ? new Date(end) : null }))
}

/** Times of a call or session that follow from its connections. Derived anew each time, whatever the order of reports. */
export interface CallTimes {
  /** Of the first connection; undefined without any. */
  start: Date | undefined
  /** Start of the open run; null when no connection is open. */
  openSince: Date | null
  /** End of the last connection; null while one is open, and without any. */
  end: Date | null
  /** Length of the ended runs, in seconds. */
  seconds: number
  /** The same by the UTC day on which each run ended: `{"2026-05-05": 71.2}`. */
  secondsByDay: Record<string, number>
}

export function callTimes(spans: readonly Span[]): CallTimes {
  const runs = runsOf(spans)
  const last = runs.at(-1)
  const secondsByDay: Record<string, number> = {}
  let seconds = 0
  for (const { start, end } of runs) {
    if (!end) continue
    const length = secondsBetween(start, end)
    seconds += length
    secondsByDay[utcDay(end)] = (secondsByDay[utcDay(end)] ?? 0) + length
  }
  const openSince = last && !last.end ? last.start : null
  return { start: runs[0]?.start, openSince, end: last?.end ?? null, seconds, secondsByDay }
}

/** Times of a conference that follow from its calls. */
export interface ConferenceTimes {
  startTime?: Date | null | undefined
  callStart?: Date | null | undefined
  endTime?: Date | null | undefined
  ongoing: boolean
  duration: number
}

/** The same of a conference that says all of it. */
export interface KnownTimes extends ConferenceTimes {
  startTime: Date | null
  callStart: Date | null
  endTime: Date | null
}

/** Times of a conference after a look at its connections: a start and an end that are known stay when there are none. */
export const updatedTimes = (before: ConferenceTimes, times: CallTimes): KnownTimes => ({
  startTime: times.start ?? before.startTime ?? null,
  callStart: times.openSince,
  endTime: times.end ?? before.endTime ?? null,
  ongoing: times.openSince !== null,
  duration: times.seconds,
})

/** Seconds to add to each day so that `before` becomes `after`; days without a difference are left out. */
export function secondsToAdd(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  const days = new Set([...Object.keys(before), ...Object.keys(after)])
  return Object.fromEntries(
    [...days].map(day => [day, (after[day] ?? 0) - (before[day] ?? 0)] as const).filter(([, change]) => change !== 0),
  )
}

/** UTC day of an instant, as `2026-05-05`. */
const utcDay = (instant: Date): string => instant.toISOString().slice(0, 10)

/** The UTC days that an app keeps seconds of, oldest first, today last. */
export const daysKept = (now: Date): string[] =>
  Array.from({ length: DAYS_KEPT }, (_, index) => utcDay(new Date(now.getTime() - (DAYS_KEPT - 1 - index) * DAY_MS)))
