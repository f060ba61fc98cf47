/** Something that is on or off, and since when. */
export interface Flag {
  on: boolean
  /** Event time of the last change that was told, ms since the epoch; null before the first. */
  since: number | null
}

export const off: Flag = { on: false, since: null }

/** The flag after a report of its state; one that is older than the last changes nothing. */
export function setFlag(flag: Flag, on: boolean, at: number): Flag {
  if (flag.since !== null && at < flag.since) return flag
  return on === flag.on ? flag : { on, since: at }
}

/** Whether it was on at any moment of a span. */
export function wasOnDuring({ on, since }: Flag, start: number, end: number): boolean {
  if (on) return since === null || since < end
  return since !== null && since > start
}
