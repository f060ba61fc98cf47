/** Position of the point nearest to a moment; undefined when there is none. */
export function nearestIndex(times: readonly number[], at: number): number | undefined {
  if (times.length === 0) return undefined
  const after = times.findIndex(time => time >= at)
  if (after < 0) return times.length - 1
  const before = after - 1
  return before >= 0 && at - (times[before] ?? 0) < (times[after] ?? 0) - at ? before : after
}
