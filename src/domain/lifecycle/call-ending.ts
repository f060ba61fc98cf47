import { outcomeOf, type Signaling } from '../signaling/signaling.ts'
import { secondsBetween } from '../values/time.ts'

/** An end that was reported, or one that is presumed of a call about which nothing was reported any more. */
interface Ending {
  at: Date
  presumed: boolean
}

interface Endable {
  endTime?: Date | null | undefined
  /** Nobody reported the end. */
  endPresumed: boolean
}

interface EndableConnection extends Endable {
  startTime: Date
  duration: number
  signaling: Signaling
}

interface EndableSession extends Endable {
  createdAt: Date
  duration: number
}

/**
 * Whether one more word of an end changes it. Of those reported the earliest counts, in whatever order and however often
 * they come. A presumed end gives way to any that was reported, and to one that is presumed anew.
 */
function isNew({ endTime, endPresumed }: Endable, { at, presumed }: Ending): boolean {
  if (!endTime) return true
  if (endPresumed) return !presumed || endTime.getTime() !== at.getTime()
  return !presumed && at < endTime
}

/**
 * A connection after one more word of its end (closed, removed, page left, call stopped, nothing heard for long); null when
 * it changes nothing. A report from before its start is about an earlier connection.
 */
export function connectionEndedAt(connection: EndableConnection, ending: Ending) {
  const { at, presumed } = ending
  if (at < connection.startTime || !isNew(connection, ending)) return null
  return {
    endTime: at,
    endPresumed: presumed,
    duration: secondsBetween(connection.startTime, at),
    ...outcomeOf(connection.signaling, at),
  }
}

/** A session after one more word of its end; null when it changes nothing. */
export function sessionEndedAt(session: EndableSession, ending: Ending) {
  const { at, presumed } = ending
  if (!isNew(session, ending)) return null
  return { endTime: at, endPresumed: presumed, duration: Math.max(secondsBetween(session.createdAt, at), 0) }
}

/**
 * So long after `beforeunload` a page that is left may still say what was under way, ms. Later signs mean that the person
 * stayed: browsers fire the event before they ask whether to leave.
 */
const LEAVING_MS = 5000

/** End of a session that its page announced by `beforeunload`; null without one, or when it has gone on since. */
export const announcedEnd = ({ leavingAt }: { leavingAt: Date | null }, lastSign: Date | undefined): Date | null =>
  leavingAt && (lastSign?.getTime() ?? 0) <= leavingAt.getTime() + LEAVING_MS ? leavingAt : null

/** A session whose presumed end turned out to be unfounded. */
export const sessionNotEnded = { endTime: null, endPresumed: false, duration: 0 } as const
